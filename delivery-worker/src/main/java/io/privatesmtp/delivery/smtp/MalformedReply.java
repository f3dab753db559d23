package io.privatesmtp.delivery.smtp;

import java.io.Serial;

/** The server does not speak SMTP (RFC 5321 section 4.2), or too much. */
final class MalformedReply extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    MalformedReply(String message) {
        super(message, null, false, false);
    }
}
