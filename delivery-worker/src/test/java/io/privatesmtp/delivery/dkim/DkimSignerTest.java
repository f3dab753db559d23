package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6376. */
class DkimSignerTest {
    private static final String MESSAGE = "From: Ann <ann@acme.test>\r\nTo: bob@rcpt.test\r\nSubject: Gr=?x?=\r\n"
            + "Date: Tue, 24 Nov 2026 07:00:00 +0000\r\nMessage-ID: <1@acme.test>\r\n"
            + "List-Unsubscribe: <https://acme.test/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            + "\r\nHello  \t world. \r\n\r\n \t\r\n.\r\n\r\n\r\n";
    private static final Map<String, String> RECORDS = Signed.published("s1", TestKeys.RSA);

    private final DkimSigner.Mark rsa = Signed.mark("s1", TestKeys.RSA);

    @ParameterizedTest
    @ValueSource(
            strings = {
                MESSAGE,
                "From: a@acme.test\r\n\r\n \t x\r\n",
                "From: a@acme.test\r\nSubject:\r\nSubject: twice\r\nX:\r\n\t \t y\r\n\r\nä\r\n",
                "from:a@acme.test\nsubject:\tx\n\ty\n\nonly line feeds"
            })
    void messageIsVerifiedByItsReceiver(String message) {
        assertThat(Jdkim.verifies(Signed.message(message, rsa), RECORDS)).isTrue();
    }

    @Test
    void whatIsDownConvertedIsSignedAfterwards() {
        byte[] utf8 =
                "From: Zoë <a@acme.test>\r\nSubject: Grüße\r\n\r\nGrüße aus Köln\r\n".getBytes(StandardCharsets.UTF_8);

        byte[] plain = Signed.message(utf8, Signed.SEVEN_BIT, rsa);

        assertThat(plain).isNotEqualTo(Signed.message(utf8, Signed.MODERN, rsa));
        assertThat(Jdkim.verifies(plain, RECORDS)).isTrue();
    }

    @Test
    void changedMessageIsNot() {
        String wire = new String(Signed.message(MESSAGE, rsa), StandardCharsets.UTF_8);

        assertThat(verifies(wire.replace("world", "World"))).isFalse();
        assertThat(verifies(wire.replace("Ann <", "Eve <"))).isFalse();
        assertThat(verifies(wire.replace("acme.test/u/1", "evil.test/u/1"))).isFalse();
        assertThat(verifies(wire + "more\r\n")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: eve@evil.test",
                "Reply-To: eve@evil.test",
                "To: eve@evil.test",
                "Cc: eve@evil.test",
                "Subject: win",
                "Date: x",
                "Message-ID: <2@evil.test>",
                "Content-Type: text/html",
                "Content-Transfer-Encoding: base64",
                "MIME-Version: 1.0",
                "List-Unsubscribe: <https://evil.test>",
                "List-Unsubscribe-Post: x"
            })
    void fieldPutBesideTheSignedOnesBreaksTheSignature(String field) {
        String wire = new String(Signed.message(MESSAGE, rsa), StandardCharsets.UTF_8);

        assertThat(verifies(field + "\r\n" + wire)).isFalse();
        assertThat(verifies(wire.replace("\r\n\r\nHello", "\r\n" + field + "\r\n\r\nHello")))
                .isFalse();
    }

    @Test
    void traceFieldsMayBeAddedOnTheWay() {
        String wire = new String(Signed.message(MESSAGE, rsa), StandardCharsets.UTF_8);

        assertThat(verifies("Return-Path: <a@acme.test>\r\nReceived: x\r\nAuthentication-Results: y\r\n" + wire))
                .isTrue();
    }

    @Test
    void signatureStandsOnTopAndSaysWhatItIs() {
        String wire = new String(Signed.message(MESSAGE, rsa), StandardCharsets.UTF_8);

        assertThat(wire)
                .startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=acme.test;\r\n s=s1; ");
        assertThat(wire).contains("t=1795507200; x=1796112000;").doesNotContain(" l=");
        assertThat(wire.lines().limit(20).mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(78);
        assertThat(wire).contains(MESSAGE.substring(0, MESSAGE.indexOf("Hello")));
    }

    private static boolean verifies(String wire) {
        return Jdkim.verifies(wire.getBytes(StandardCharsets.UTF_8), RECORDS);
    }
}
