package io.privatesmtp.delivery.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplyParserTest {
    private static final String THREE = "220 hi\r\n250-a\r\n250-b c\r\n250 d\r\n354\r\n";

    private static List<Reply> parse(String text, int piece) throws MalformedReply {
        var parser = new ReplyParser();
        var replies = new ArrayList<Reply>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            parser.add(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
            for (Reply reply = parser.next(); reply != null; reply = parser.next()) {
                replies.add(reply);
            }
        }
        return replies;
    }

    @Property
    void repliesDoNotDependOnHowTheBytesArrive(@ForAll @IntRange(min = 1, max = 50) int piece) throws MalformedReply {
        assertThat(parse(THREE, piece))
                .containsExactly(new Reply(220, "hi"), new Reply(250, "a\nb c\nd"), new Reply(354, ""));
    }

    @Test
    void bareLineFeedEndsALineToo() throws MalformedReply {
        assertThat(parse("250-a\n250 b\n", 100)).containsExactly(new Reply(250, "a\nb"));
    }

    @Test
    void longestLineIsTaken() throws MalformedReply {
        String text = "x".repeat(ReplyParser.MAX_LINE - 5);

        assertThat(parse("250 " + text + "\r\n", 1000)).containsExactly(new Reply(250, text));
    }

    @Test
    void longerLineIsNot() {
        assertThatThrownBy(() -> parse("250 " + "x".repeat(ReplyParser.MAX_LINE), 1000))
                .isInstanceOf(MalformedReply.class)
                .hasMessageContaining("2048");
    }

    @Test
    void replyOfTooManyLinesIsNot() {
        assertThatThrownBy(() -> parse("250-x\r\n".repeat(ReplyParser.MAX_REPLY), 1000))
                .isInstanceOf(MalformedReply.class)
                .hasMessageContaining("16384");
    }

    @Test
    void linesOfAReplyHaveOneCode() {
        assertThatThrownBy(() -> parse("250-x\r\n550 y\r\n", 100)).hasMessageContaining("250 and 550");
    }
}
