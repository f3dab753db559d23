package io.privatesmtp.delivery.message;

/** The content of a message, from which wire forms are made. Safe to call from any thread, at any time, repeatedly. */
public interface MailBody {
    /** Bytes that it keeps in memory, for the worker's budget. */
    long size();

    /**
     * The message for one server.
     *
     * @param received the one trace field to put on top, without line break at its end; already folded
     * @param seal vouches for the message as this server gets it
     */
    WireMessage render(WireTarget target, String received, Seal seal);

    /** The header section without Bcc and without trace field, for reports; every line ends in CRLF. */
    byte[] header();
}
