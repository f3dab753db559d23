package io.privatesmtp.delivery.dkim;

import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.WireOctets;
import io.privatesmtp.delivery.message.WireTarget;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Messages of acme.test, signed as they go on the wire. */
final class Signed {
    static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    static final WireTarget MODERN = new WireTarget(true, true);
    static final WireTarget SEVEN_BIT = new WireTarget(false, false);
    private static final String RECEIVED = "Received: by mx.acme.test id 42;\r\n\tTue, 24 Nov 2026 08:00:00 +0000";

    private Signed() {}

    static DkimSigner.Mark mark(String selector, KeyPair pair) {
        return new DkimSigner.Mark("acme.test", selector, TestKeys.signing(pair));
    }

    static byte[] message(byte[] raw, WireTarget target, DkimSigner.Mark... marks) {
        return WireOctets.kept(RawBody.read(raw, NOW, "seed", "acme.test")
                .render(target, RECEIVED, new DkimSigner(java.util.List.of(marks), NOW, Duration.ofDays(7))));
    }

    static byte[] message(String raw, DkimSigner.Mark... marks) {
        return message(raw.getBytes(StandardCharsets.UTF_8), MODERN, marks);
    }

    static Map<String, String> published(String selector, KeyPair pair) {
        return Map.of(selector + "._domainkey.acme.test", TestKeys.record(pair));
    }
}
