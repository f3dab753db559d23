package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.ACCEPT;
import static io.privatesmtp.delivery.smtp.Playground.UNTIL_DOT;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AcceptedMailTest {
    @RegisterExtension
    private final Playground playground = new Playground();

    @Test
    void acceptedMailArrivesFromTheSourceAddress() {
        var server = playground.server(ACCEPT);
        var session = playground.session(server, Playground.PATIENT, "127.0.0.2", TlsLevel.NONE);

        var report = await(session.send(Letter.to("bob@rcpt.test")));
        await(session.quit());

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.END_OF_DATA);
        assertThat(only(report).reply().text()).isEqualTo("2.0.0 queued as 1");
        assertThat(report.bound().getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(visit(server).peer().getHostAddress()).isEqualTo("127.0.0.2");
        assertThat(visit(server).contents()).containsExactly(Letter.TEXT.getBytes(StandardCharsets.US_ASCII));
        assertThat(visit(server).surprises()).isEmpty();
    }

    @Test
    void mailFromStatesTheRealSizeAndEightBits() {
        var server = playground.server(ACCEPT);
        byte[] grüße = "Subject: x\r\n\r\nGrüße\r\n".getBytes(StandardCharsets.UTF_8);

        playground.send(server, Playground.PATIENT, Letter.to("bob@rcpt.test").saying(grüße));

        assertThat(visit(server).lines())
                .contains(
                        "MAIL FROM:<ann@sender.test> SIZE=" + grüße.length + " BODY=8BITMIME",
                        "RCPT TO:<bob@rcpt.test>");
        assertThat(visit(server).contents()).containsExactly(grüße);
    }

    @Test
    void linesThatBeginWithADotArriveWithIt() {
        var server = playground.server(ACCEPT);
        byte[] dots = ".a: b\r\n\r\n.\r\n..\r\nx.\r\n.end\r\n".getBytes(StandardCharsets.US_ASCII);

        playground.send(server, Playground.PATIENT, Letter.to("bob@rcpt.test").saying(dots));

        // The recorded content is as it stood on the wire.
        assertThat(new String(visit(server).contents().getFirst(), StandardCharsets.US_ASCII))
                .isEqualTo("..a: b\r\n\r\n..\r\n...\r\nx.\r\n..end\r\n");
    }

    @Test
    void nullSenderAndQuotedLocalPartsAreNamedAsTheyAre() {
        var server = playground.server(ACCEPT);

        playground.send(
                server,
                Playground.PATIENT,
                Letter.to("\"bob (at), home\"@rcpt.test").from(""));

        assertThat(visit(server).lines().get(1)).startsWith("MAIL FROM:<> SIZE=");
        assertThat(visit(server).lines().get(2)).isEqualTo("RCPT TO:<\"bob (at), home\"@rcpt.test>");
    }

    @Test
    void serverWithoutExtensionsIsSpokenToCommandByCommand() {
        var report = playground.send("""
                S: 220 old
                C: EHLO *
                S: 502 what
                C: HELO out.sender.test
                S: 250 old
                C: MAIL FROM:<ann@sender.test>
                S: 250 ok
                C: RCPT TO:<bob@rcpt.test>
                S: 250 ok
                C: RCPT TO:<cid@rcpt.test>
                S: 250 ok
                C: DATA
                S: 354 ok
                content
                S: 250 ok
                C: QUIT
                S: 221 bye
                """, Letter.to("bob@rcpt.test", "cid@rcpt.test"));

        assertThat(report.verdicts()).hasSize(2).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void textlessReplyToTheDotIsAnAcceptance() {
        var report = playground.send(UNTIL_DOT + "S: 250\nC: QUIT", Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(Accepted.class);
    }

    @Test
    void multiLineRepliesAreOneReply() {
        var report = playground.send(
                UNTIL_DOT + "S: 250-2.0.0 thank\nS: 250-\nS: 250 you\nC: QUIT", Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(only(report).reply().text()).isEqualTo("2.0.0 thank\n\nyou");
        assertThat(only(report).reply().enhanced()).hasToString("2.0.0");
    }

    @Test
    void repliesMayComeByteByByte() {
        var report = playground.send(ACCEPT.replace("S: ", "drip: "), Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(Accepted.class);
    }

    @Test
    void largeMessageArrivesWhole() {
        var server = playground.server(ACCEPT);
        byte[] large = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\r\n"
                .repeat(100_000)
                .getBytes(StandardCharsets.US_ASCII);

        var report = playground.send(
                server, Playground.PATIENT, Letter.to("bob@rcpt.test").saying(large));

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(visit(server).contents()).containsExactly(large);
    }
}
