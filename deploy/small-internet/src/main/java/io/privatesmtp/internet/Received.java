package io.privatesmtp.internet;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A message that a {@link ReceivingHost} took: one per transaction, however many recipients it had.
 *
 * @param peer the address the message came from
 * @param ehlo the name the client gave
 * @param from the reverse path without angle brackets, empty for the null sender
 * @param parameters of MAIL FROM, as given: {@code SIZE=123}, {@code BODY=8BITMIME}
 * @param to the recipients that were accepted
 * @param messageId the content of the Message-ID field, or null when there is none
 * @param size of the content in bytes, dots unstuffed
 * @param hash the content's 64-bit FNV-1a hash, for comparing messages by their recorded lines
 * @param content the bytes as they came, dots unstuffed
 * @param at when the final dot was read
 * @param connection number of the connection at this host, from 1
 * @param tls the protocol of the connection, for example {@code TLSv1.3}, or null when it was in the clear
 * @param acknowledged false when the connection was dropped in place of the reply to the final dot
 */
public record Received(
        InetAddress peer,
        String ehlo,
        String from,
        List<String> parameters,
        List<String> to,
        @Nullable String messageId,
        int size,
        long hash,
        byte[] content,
        Instant at,
        long connection,
        @Nullable String tls,
        boolean acknowledged) {

    /** The address the message came from, as text. */
    public String peerIp() {
        return peer.getHostAddress();
    }

    /** What SIZE announced (RFC 1870). */
    public OptionalInt announcedSize() {
        return parameters.stream()
                .filter(p -> p.regionMatches(true, 0, "SIZE=", 0, 5))
                .mapToInt(p -> Integer.parseInt(p.substring(5)))
                .findFirst();
    }

    /** The CRC-32 of what follows the header: what relays add to that leaves it as it is. */
    public long bodyChecksum() {
        int body = 0;
        while (body < content.length && !startsBody(content, body)) {
            body++;
        }
        return checksum(content, body, content.length);
    }

    private static boolean startsBody(byte[] bytes, int at) {
        return at > 3
                && bytes[at - 1] == '\n'
                && bytes[at - 2] == '\r'
                && bytes[at - 3] == '\n'
                && bytes[at - 4] == '\r';
    }

    /** The checksum that a message with this body has. */
    public static long bodyChecksum(byte[] body) {
        return checksum(body, 0, body.length);
    }

    private static long checksum(byte[] content, int from, int to) {
        var crc = new CRC32();
        crc.update(content, from, to - from);
        return crc.getValue();
    }

    static long hash(byte[] content, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ (content[i] & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The hash that a message of these bytes has. */
    public static long hash(byte[] content) {
        return hash(content, content.length);
    }
}
