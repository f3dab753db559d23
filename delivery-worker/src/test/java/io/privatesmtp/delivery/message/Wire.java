package io.privatesmtp.delivery.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What goes on the wire, as text, and what must be true of all of it. */
final class Wire {
    static final Instant QUEUED = Instant.parse("2026-11-24T08:00:00Z");
    static final WireTarget MODERN = new WireTarget(true, true);
    static final WireTarget SEVEN_BIT = new WireTarget(false, false);
    static final String RECEIVED = "Received: by mx.acme.example id 42;\r\n Tue, 24 Nov 2026 08:00:00 +0000";

    private Wire() {}

    static RawBody raw(String message) {
        return raw(message.getBytes(StandardCharsets.UTF_8));
    }

    static RawBody raw(byte[] message) {
        return RawBody.read(message, QUEUED, "mail.outbound-0-1 x", "acme.example");
    }

    /** Octets as ISO 8859-1. */
    static String text(MailBody body) {
        return text(body, MODERN);
    }

    static String text(MailBody body, WireTarget target) {
        return new String(bytes(body, target), StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(MailBody body, WireTarget target) {
        WireMessage message = body.render(target, RECEIVED, Seal.NONE);
        assertFitForSmtp(message);
        return WireOctets.kept(message);
    }

    /** RFC 5321 sections 2.3.8 and 4.5.3.1.6. */
    static void assertFitForSmtp(WireMessage message) {
        String text = new String(WireOctets.kept(message), StandardCharsets.ISO_8859_1);
        assertThat(message.size()).isEqualTo(text.length());
        assertThat(new String(WireOctets.stuffed(message), StandardCharsets.ISO_8859_1))
                .doesNotContainPattern("(?m)^\\.(?!\\.)");
        assertThat(text).startsWith("Received: ").endsWith("\r\n");
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
        assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(998);
        assertThat(text.chars().anyMatch(c -> c > 127)).isEqualTo(message.eightBit());
    }
}
