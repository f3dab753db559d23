package io.privatesmtp.delivery.smtp;

import java.time.Duration;

/**
 * How long a server may take (RFC 5321 section 4.5.3.2); each ends in a closed socket.
 *
 * @param content without progress while the message goes out
 * @param transaction over all stages together
 */
public record SmtpTimeouts(
        Duration connect,
        Duration greeting,
        Duration command,
        Duration content,
        Duration endOfData,
        Duration transaction) {
    public static final SmtpTimeouts DEFAULT = new SmtpTimeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30));
}
