package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The one trace field that a message gets (RFC 5321 section 4.4): our name, an opaque reference and the time; no address
 * of a client or of our own network.
 */
final class ReceivedField {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Formatted(long second, String text) {}

    private final Clock clock;
    private volatile Formatted last = new Formatted(-1, "");

    ReceivedField(Clock clock) {
        this.clock = clock;
    }

    String of(String ehlo, Origin origin) {
        return "Received: by " + ehlo + " id " + reference(origin) + ";\r\n\t" + date();
    }

    /** Tells nothing about topics or tenants, and finds the message in the events. */
    private static String reference(Origin origin) {
        long hash = origin.topic().hashCode() * 0x9e3779b97f4a7c15L;
        return Long.toString(hash >>> 40, 36) + "." + Integer.toString(origin.partition(), 36) + "."
                + Long.toString(origin.offset(), 36);
    }

    private String date() {
        Instant now = clock.instant();
        Formatted known = last;
        if (known.second != now.getEpochSecond()) {
            known = new Formatted(now.getEpochSecond(), DATE.format(now));
            last = known;
        }
        return known.text;
    }
}
