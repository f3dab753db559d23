package io.privatesmtp.bus.smtp;

import io.privatesmtp.bus.Require;
import org.jspecify.annotations.Nullable;

/**
 * A reply of a server (RFC 5321 section 4.2), or what stands for one where none came.
 *
 * @param stage where it came
 * @param code 200 to 599, or 0 where no reply came (connection refused or lost, time out, DNS)
 * @param enhanced RFC 3463, where the reply had one or we can say it ourselves
 * @param text its lines joined by line feeds, without the reply code, bounded; an enhanced code stays as the server
 *     wrote it. Our own sentence where code is 0
 */
public record SmtpReply(Stage stage, int code, @Nullable EnhancedStatus enhanced, String text) {
    public SmtpReply {
        Require.present("reply.stage", stage);
        Require.that(code == 0 || code >= 200 && code <= 599, "reply.code", code, "must be 0 or 200 to 599");
        Require.present("reply.text", text);
    }

    /** 2yz: done; 3yz: go on. */
    public boolean positive() {
        return code >= 200 && code < 400;
    }

    /** 4yz: try again later. */
    public boolean transientNegative() {
        return code >= 400 && code < 500;
    }

    /** 5yz: do not try again. */
    public boolean permanentNegative() {
        return code >= 500;
    }
}
