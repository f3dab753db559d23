package io.privatesmtp.internet;

import java.net.InetAddress;
import java.util.List;

/**
 * Where a dialogue stands when the {@link ReceivingPolicy} is asked.
 *
 * @param ehlo empty before the client gave it
 * @param from empty before MAIL, and for the null sender
 * @param recipient the one just named at {@link Point#RCPT}, else empty
 * @param to the recipients accepted so far
 */
public record Visit(Point point, InetAddress peer, String ehlo, String from, String recipient, List<String> to) {

    /** What has just happened, and is to be answered. */
    public enum Point {
        CONNECT,
        EHLO,
        MAIL,
        RCPT,
        DATA,
        END_OF_DATA
    }

    /** The part of the recipient's address before the last at sign. */
    public String localPart() {
        int at = recipient.lastIndexOf('@');
        return at < 0 ? recipient : recipient.substring(0, at);
    }
}
