package io.privatesmtp.delivery.message;

/** Fields that vouch for a message in the form it goes out in. Called once for each rendering, from any thread. */
@FunctionalInterface
public interface Seal {
    /** For messages that nobody vouches for. */
    Seal NONE = (header, message, body) -> new byte[0];

    /**
     * @param header the fields that it vouches for, each ended by CRLF; trace fields of this hop are not among them
     * @param message holds the body: from {@code body} to its end
     * @return the fields to put on top, each ended by CRLF; empty for none
     * @throws IllegalStateException when the message must not go out without them and they cannot be made
     */
    byte[] fields(byte[] header, byte[] message, int body);
}
