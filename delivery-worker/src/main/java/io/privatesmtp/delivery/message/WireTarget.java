package io.privatesmtp.delivery.message;

/** What the server at the other end takes, as far as it changes the message. */
public record WireTarget(boolean eightBitMime, boolean smtpUtf8) {
    /** A server for which nothing has to be converted. */
    public static final WireTarget ANYTHING = new WireTarget(true, true);
}
