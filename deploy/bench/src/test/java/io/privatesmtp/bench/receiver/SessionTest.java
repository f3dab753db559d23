package io.privatesmtp.bench.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final Session session = new Session(new Deferrals());

    @Test
    void aPipelinedMessageIsTakenUpToItsDotWhereverItIsCut() {
        assertThat(replies()).startsWith("220 ");
        var dialogue = "EHLO a.test\r\nMAIL FROM:<a@a.test> BODY=8BITMIME\r\nRCPT TO:<b@b.test>\r\nDATA\r\n";
        assertThat(say(dialogue)).endsWith("354 Go ahead\r\n");

        var content = "Subject: dots\r\n\r\n..a line\r\n.\r\r\n\r\n.";

        for (var octet : content.getBytes(US_ASCII)) {
            assertThat(say(Character.toString(octet))).isEmpty();
        }
        assertThat(say("\r\nQUIT\r\n")).isEqualTo("250 2.0.0 Ok\r\n221 2.0.0 Bye\r\n");
        assertThat(session.isOver()).isTrue();
    }

    @Test
    void aRecipientThatShallComeLaterIsRefusedOnceAndThenTaken() {
        replies();

        assertThat(say("MAIL FROM:<>\r\nRCPT TO:<later-1@b.test>\r\nDATA\r\n"))
                .isEqualTo("250 2.1.0 Ok\r\n451 4.7.1 Come back later\r\n503 5.5.1 No recipients\r\n");
        assertThat(say("MAIL FROM:<>\r\nRCPT TO:<later-1@b.test>\r\n")).endsWith("250 2.1.5 Ok\r\n");
        assertThat(say("RCPT TO:<later-2@b.test>\r\n")).startsWith("451 ");
    }

    @Test
    void aClientThatDoesNotWaitForAnswersIsNotSpokenToAnyMore() {
        say("NOOP\r\n".repeat(10_000));

        assertThat(session.isOver()).isTrue();
    }

    private String say(String text) {
        session.take(ByteBuffer.wrap(text.getBytes(US_ASCII)));
        return replies();
    }

    private String replies() {
        return US_ASCII.decode(session.replies()).toString();
    }
}
