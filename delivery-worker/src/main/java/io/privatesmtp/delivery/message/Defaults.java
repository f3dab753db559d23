package io.privatesmtp.delivery.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fields that a message gets where its author gave none. They are the same at every attempt, so that a reader who gets a
 * message twice can tell.
 *
 * @param date when the bus got the message
 * @param seed names the message for good
 */
record Defaults(Instant date, String seed) {
    private static final DateTimeFormatter RFC_5322 = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    String dateField() {
        return "Date: " + RFC_5322.format(date);
    }

    /** @param domain the right-hand side; null where the message names none */
    String messageIdField(@Nullable String domain) {
        return "Message-ID: <" + token("message-id") + "@" + (domain == null ? "sender.invalid" : domain) + ">";
    }

    /** 128 bits that stand for the message, in hexadecimal; others for each use. */
    String token(String use) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((use + '\0' + seed).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
