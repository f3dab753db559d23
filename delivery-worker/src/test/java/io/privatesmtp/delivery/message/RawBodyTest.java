package io.privatesmtp.delivery.message;

import static io.privatesmtp.delivery.message.Wire.RECEIVED;
import static io.privatesmtp.delivery.message.Wire.raw;
import static io.privatesmtp.delivery.message.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawBodyTest {
    private static final String DATED = "Date: Tue, 24 Nov 2026 07:00:00 +0000\r\nMessage-ID: <1@acme.example>\r\n";

    @Test
    void completeMessageKeepsItsBytesBelowTheTraceField() {
        String message = "From: ann@acme.example\r\n" + DATED + "Subject: Grüße\r\n\r\nZoë.\r\n.\r\n\tend  \r\n";

        byte[] wire = Wire.bytes(raw(message), Wire.MODERN);

        assertThat(new String(wire, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(RECEIVED + "\r\n" + message);
    }

    @Test
    void missingDateAndMessageIdAreAddedAndTheSameEachTime() {
        String first = text(raw("From: ann@acme.example\r\n\r\nHello.\r\n"));
        String again = text(raw("From: ann@acme.example\r\n\r\nHello.\r\n"));

        assertThat(first)
                .contains("\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\n")
                .containsPattern("\r\nMessage-ID: <[0-9a-f]{32}@acme.example>\r\n\r\nHello.\r\n$")
                .isEqualTo(again);
    }

    @Test
    void bccGoesWithItsContinuationLines() {
        String wire = text(raw("From: a@acme.example\r\nBCC: b@example.net,\r\n c@example.net\r\n" + DATED
                + "Resent-Bcc: d@example.net\r\nTo: e@example.net\r\n\r\nBcc: stays in the body\r\n"));

        assertThat(wire)
                .isEqualTo(RECEIVED + "\r\nFrom: a@acme.example\r\n" + DATED
                        + "To: e@example.net\r\n\r\nBcc: stays in the body\r\n");
    }

    @Test
    void linesThatBeginWithDotGetAnotherInHeaderAndBody() {
        RawBody message = raw("From: a@acme.example\r\n" + DATED + ".X: y\r\n\r\n.\r\n..\r\nend.\r\n.");

        String heard = new String(
                WireOctets.stuffed(message.render(Wire.MODERN, RECEIVED, Seal.NONE)),
                java.nio.charset.StandardCharsets.US_ASCII);

        assertThat(heard).endsWith("\r\n..X: y\r\n\r\n..\r\n...\r\nend.\r\n..\r\n");
    }

    @Test
    void bodyIsNotCopiedForEveryServer() {
        RawBody message = raw("From: a@acme.example\r\n" + DATED + "\r\n" + "0123456789\r\n".repeat(400_000));
        message.render(Wire.MODERN, RECEIVED, Seal.NONE);

        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        message.render(Wire.MODERN, RECEIVED, Seal.NONE);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    @Test
    void messageWithoutBodyGetsItsEmptyLine() {
        assertThat(text(raw("From: a@acme.example\r\n" + DATED))).endsWith("<1@acme.example>\r\n\r\n");
    }

    @Test
    void fileOfAnySystemIsSentWithCrlf() {
        assertThat(text(raw("From: a@acme.example\n" + DATED + "\nOne\nTwo\rThree\r\r\nFour")))
                .endsWith("\r\n\r\nOne\r\nTwo\r\nThree\r\n\r\nFour\r\n");
    }

    @Test
    void endOfDataInAnyLineEndIsContent() {
        for (String end : List.of("\n.\n", "\r.\r", "\r\n.\r", "\n.\r\n", "\r.\r\n", "\r\n.\n")) {
            String wire = text(raw("From: a@acme.example\r\n" + DATED + "\r\nA" + end + "MAIL FROM:<x>\r\n"));

            assertThat(wire).endsWith("\r\n\r\nA\r\n.\r\nMAIL FROM:<x>\r\n");
        }
    }

    @Test
    void obsoleteHeaderIsPutRight() {
        String wire = text(raw("From : a@acme.example\r\nSubject: one\r\n  \r\n\ttwo\r\n" + DATED + "\r\nBody\r\n"));

        assertThat(wire).contains("\r\nFrom: a@acme.example\r\nSubject: one\r\n\ttwo\r\nDate:");
        assertThat(raw("From : a@acme.example\r\n\r\n").fromDomain()).isEqualTo("acme.example");
    }

    @Test
    void longHeaderLineIsFoldedWhereItHasSpaces() {
        String references = "<id@acme.example> ".repeat(300).strip();

        String wire = text(raw("From: a@acme.example\r\n" + DATED + "References: " + references + "\r\n\r\nBody\r\n"));

        assertThat(wire.replace("\r\n ", " ")).contains("References: " + references + "\r\n");
    }

    @Test
    void longBodyLineIsEncodedAndReadsTheSame() {
        String line = "A very long line. ".repeat(400);

        String wire = text(raw("From: a@acme.example\r\nSubject: x\r\n\r\n" + line + "\r\nshort\r\n"));

        assertThat(wire).contains("\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n");
        assertThat(ReadMessage.of(wire.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                        .contents())
                .containsExactly(line + "\r\nshort\r\n");
    }

    @Test
    void base64InOneLineIsWrapped() {
        String data = "QUJD".repeat(1_000);

        String wire = text(raw("From: a@acme.example\r\nContent-Type: application/pdf\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n" + data + "\r\n"));

        assertThat(ReadMessage.of(wire.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                        .contents())
                .containsExactly("ABC".repeat(1_000));
    }

    @Test
    void onlyThePartWithTheLongLineIsTouched() {
        String before = "MIME-Version: 1.0\r\n" + DATED + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b  \r\n"
                + "\r\nkeeps = its form\r\n--b\r\n";
        String message = before + "Content-Type: text/html\r\n\r\n<p>" + "x".repeat(2_000) + "</p>\r\n--b--\r\nend\r\n";

        String wire = text(raw(message));

        assertThat(wire).startsWith(RECEIVED + "\r\n" + before);
        assertThat(ReadMessage.of(wire.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                        .contents())
                .containsExactly("keeps = its form", "<p>" + "x".repeat(2_000) + "</p>");
    }
}
