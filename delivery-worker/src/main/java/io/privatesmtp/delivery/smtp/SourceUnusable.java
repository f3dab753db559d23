package io.privatesmtp.delivery.smtp;

/** Nothing can leave from the source address now, by none of its ways. */
final class SourceUnusable extends Exception {
    private static final long serialVersionUID = 1;

    SourceUnusable(String message) {
        super(message, null, false, false);
    }
}
