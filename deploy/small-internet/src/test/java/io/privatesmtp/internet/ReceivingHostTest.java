package io.privatesmtp.internet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceivingHostTest {
    private final ReceivingHost host =
            ReceivingHost.on("127.0.0.21", 0).policy(new LocalPartPolicy()).start();

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aMessageIsRecordedWithItsPeerAndEnvelope() throws Exception {
        try (SmtpDialogue client = SmtpDialogue.greeted("127.0.0.7", host)) {
            client.say("MAIL FROM:<ann@example.test> SIZE=30 BODY=8BITMIME");
            client.say("RCPT TO:<bob@example.org>");
            client.say("RCPT TO:<\"a > b\"@example.org> NOTIFY=NEVER");
            client.say("DATA");
            client.send("Subject: x\r\nMESSAGE-ID:\r\n <1@example.test>\r\n\r\nGrüße\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
        }

        Received received = host.awaitReceived(1, Duration.ofSeconds(10)).getFirst();

        assertThat(received.peerIp()).isEqualTo("127.0.0.7");
        assertThat(received.ehlo()).isEqualTo("client.test");
        assertThat(received.from()).isEqualTo("ann@example.test");
        assertThat(received.parameters()).containsExactly("SIZE=30", "BODY=8BITMIME");
        assertThat(received.announcedSize()).hasValue(30);
        assertThat(received.to()).containsExactly("bob@example.org", "\"a > b\"@example.org");
        assertThat(received.messageId()).isEqualTo("<1@example.test>");
        assertThat(text(received)).isEqualTo("Subject: x\r\nMESSAGE-ID:\r\n <1@example.test>\r\n\r\nGrüße\r\n");
        assertThat(received.hash()).isEqualTo(Received.hash(received.content()));
    }

    @Test
    void stuffedDotsAreTakenOutAndOnlyCrlfDotCrlfEnds() throws Exception {
        try (SmtpDialogue client = SmtpDialogue.greeted("127.0.0.1", host)) {
            client.deliver(
                    "a@a.test", "b@b.test", "..\r\n..two\r\n.\rx\r\nbare\n.\nend\r\n...\r\n" + "x".repeat(70_000));
        }

        assertThat(text(host.received().getFirst()))
                .isEqualTo(".\r\n.two\r\n\rx\r\nbare\n.\nend\r\n..\r\n" + "x".repeat(70_000) + "\r\n");
    }

    @Test
    void pipelinedCommandsAreAnsweredInOrder() throws Exception {
        try (SmtpDialogue client = SmtpDialogue.greeted("127.0.0.1", host)) {
            client.send("MAIL FROM:<>\r\nRCPT TO:<reject@b.test>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
            assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "550", "250", "354");
            client.send("\r\nx\r\n.\r\nQUIT\r\n");
            assertThat(List.of(client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "221");
        }

        assertThat(host.received()).singleElement().satisfies(received -> {
            assertThat(received.from()).isEmpty();
            assertThat(received.to()).containsExactly("b@b.test");
        });
    }

    @Test
    void greylistedMailIsAcceptedAtTheSecondContactOfTheSamePeer() throws Exception {
        assertThat(deliver("127.0.0.7", "greylist@b.test")).startsWith("450 4.7.1");
        assertThat(deliver("127.0.0.8", "greylist@b.test")).startsWith("450 4.7.1");
        assertThat(deliver("127.0.0.7", "greylist@b.test")).startsWith("250");

        assertThat(host.received()).extracting(Received::peerIp).containsExactly("127.0.0.7");
        assertThat(host.peers()).hasSize(2);
    }

    @Test
    void aConnectionLostAfterTheDotLeavesTheMessageUnacknowledged() throws Exception {
        assertThat(deliver("127.0.0.7", "droponce@b.test")).isEmpty();
        assertThat(deliver("127.0.0.7", "droponce@b.test")).startsWith("250");

        assertThat(host.received()).extracting(Received::acknowledged).containsExactly(false, true);
    }

    @Test
    void aBusyHostClosesTheConnection() throws Exception {
        try (SmtpDialogue client = SmtpDialogue.greeted("127.0.0.1", host)) {
            client.say("MAIL FROM:<a@a.test>");
            assertThat(client.say("RCPT TO:<busy@b.test>")).startsWith("421");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void oversizedMessagesAreRefusedWhetherAnnouncedOrNot() throws Exception {
        try (ReceivingHost small =
                        ReceivingHost.on("127.0.0.21", 0).maxSize(100).start();
                SmtpDialogue client = SmtpDialogue.greeted("127.0.0.1", small)) {
            assertThat(client.say("MAIL FROM:<a@a.test> SIZE=101")).startsWith("552");
            assertThat(client.deliver("a@a.test", "b@b.test", "x".repeat(1000))).startsWith("552");
            assertThat(client.deliver("a@a.test", "b@b.test", "fits")).startsWith("250");
            assertThat(small.received()).hasSize(1);
        }
    }

    @Test
    void commandsOutOfOrderAreRefused() throws Exception {
        try (SmtpDialogue client = new SmtpDialogue("127.0.0.1", host.address())) {
            assertThat(client.reply()).startsWith("220");
            assertThat(client.say("MAIL FROM:<a@a.test>")).startsWith("503");
            assertThat(client.say("EHLO c.test")).startsWith("250 SIZE");
            assertThat(client.say("DATA")).startsWith("503");
            assertThat(client.say("MAIL FROM:a@a.test")).startsWith("501");
            assertThat(client.say("MAIL FROM:<a@a.test>")).startsWith("250");
            assertThat(client.say("MAIL FROM:<a@a.test>")).startsWith("503");
            assertThat(client.say("DATA")).startsWith("554");
            assertThat(client.say("BREW tea")).startsWith("502");
        }
    }

    @Test
    void afterStartTlsTheDialogueBeginsAnew() throws Exception {
        try (ReceivingHost secure = ReceivingHost.on("127.0.0.21", 0)
                        .tls(SelfSigned.context("mx.test"))
                        .start();
                SmtpDialogue client = SmtpDialogue.greeted("127.0.0.7", secure)) {
            assertThat(client.say("STARTTLS\r\nRSET")).startsWith("220");
            client.secure();
            assertThat(client.say("MAIL FROM:<a@a.test>")).startsWith("503");
            client.say("EHLO client.test");
            assertThat(client.say("STARTTLS")).startsWith("502");
            assertThat(client.deliver("a@a.test", "b@b.test", "x")).startsWith("250");

            assertThat(secure.received()).singleElement().satisfies(received -> {
                assertThat(received.tls()).startsWith("TLSv1.");
                assertThat(received.peerIp()).isEqualTo("127.0.0.7");
            });
        }
    }

    private String deliver(String source, String to) throws IOException {
        try (SmtpDialogue client = SmtpDialogue.greeted(source, host)) {
            return client.deliver("a@a.test", to, "Subject: x\r\n\r\nx");
        }
    }

    private static String text(Received received) {
        return new String(received.content(), StandardCharsets.UTF_8);
    }
}
