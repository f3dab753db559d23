package io.privatesmtp.delivery.intake;

import java.time.Duration;

/**
 * What a submission may ask for.
 *
 * @param maxBytes of the message as MIME
 * @param maxLifetime after which a message is given up at the latest
 * @param maxDelay how far ahead {@code notBefore} may be
 */
public record Limits(int maxBytes, Duration maxLifetime, Duration maxDelay) {
    public static final Limits DEFAULT = new Limits(25 * 1024 * 1024, Duration.ofDays(5), Duration.ofHours(72));
}
