package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What opens, and opens again, as often as it fits: a reader that calls itself for each would have no stack left. */
class DeepInputTest {
    private static final int DEEP = 200_000;

    static Stream<String> openings() {
        return Stream.of(
                "(", "<", "\"", "[", "a:", "a,", "\\", "\"\\", "a;", "a@", "a.", "=?utf-8?q?a?= ", "a=b;", " ", "(\\");
    }

    @ParameterizedTest
    @MethodSource("openings")
    void fieldsOfRawMessagesAreReadAllTheSame(String opening) {
        for (String field :
                List.of("From", "To", "Content-Type", "Content-Transfer-Encoding", "Date", "Sender", "Subject")) {
            String deep = folded(opening);
            answered(Submissions.raw(field + ": " + deep + "\r\n\r\n" + "é" + "x".repeat(2_000) + "\r\n"));
            answered(Submissions.raw(field + ": a@b.example" + deep + "\r\n\r\nx\r\n"));
            answered(Submissions.raw("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                    + field + ": " + deep + "\r\n\r\n" + "x".repeat(2_000) + "\r\n--b--\r\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("openings")
    void membersOfStructuredMailAreReadAllTheSame(String opening) {
        String deep =
                opening.repeat(DEEP / opening.length()).replace("\\", "\\\\").replace("\"", "\\\"");
        for (String member : List.of("from", "to", "subject", "replyTo")) {
            String value = member.equals("to") || member.equals("replyTo") ? "[\"" + deep + "\"]" : "\"" + deep + "\"";
            answered(Submissions.json("{\"envelope\": {\"from\": \"a@b.example\", \"to\": [\"c@d.example\"]},"
                    + " \"content\": {\"from\": \"a@b.example\", \"text\": \"t\", \"" + member + "\": " + value
                    + "}}"));
        }
        answered(Submissions.json("{\"envelope\": {\"from\": \"" + deep + "\", \"to\": [\"" + deep + "\"]}}"));
        answered(Submissions.raw(Submissions.SMALL, "mail-from: " + opening.repeat(DEEP)));
        answered(Submissions.raw(Submissions.SMALL, "rcpt-to: " + opening.repeat(DEEP)));
    }

    @Test
    void jsonMayNestAsItLikes() {
        for (String opening : List.of("[", "{\"a\":", "{\"content\":")) {
            answered(Submissions.json(opening.repeat(DEEP)));
        }
    }

    private static void answered(Incoming record) {
        if (Submissions.PARSER.parse(record) instanceof Parsed.Refused refused) {
            // That is what an overflow, like any other fault of ours, would be told as.
            assertThat(refused.sentence()).doesNotContain("must be readable (");
        }
    }

    /** In lines of 900 octets. */
    private static String folded(String opening) {
        List<String> lines = new ArrayList<>();
        String line = opening.repeat(900 / opening.length());
        for (int i = 0; i < DEEP / 900; i++) {
            lines.add(line);
        }
        return String.join("\r\n ", lines);
    }
}
