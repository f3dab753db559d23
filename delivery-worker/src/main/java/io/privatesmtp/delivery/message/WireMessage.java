package io.privatesmtp.delivery.message;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A message as it goes on the wire, without the final dot: header, empty line and body; every line ends in CRLF, no bare CR or
 * LF, and a line that begins with a dot has got another (RFC 5321 section 4.5.2). Large bodies are not copied for it, so it may
 * be in pieces. Its octets are never changed after creation.
 */
public final class WireMessage {
    private final List<ByteBuffer> stuffed;
    private final long size;
    private final boolean eightBit;
    private final boolean smtpUtf8;

    private WireMessage(List<ByteBuffer> stuffed, long size, boolean eightBit, boolean smtpUtf8) {
        this.stuffed = stuffed;
        this.size = size;
        this.eightBit = eightBit;
        this.smtpUtf8 = smtpUtf8;
    }

    /**
     * The end of an array, shared with the message that it comes from.
     *
     * @param octets of which every line ends in CRLF, which is known already
     * @param from where a line begins, or the end
     * @param dots whether there may be lines that begin with a dot
     */
    record Body(byte[] octets, int from, boolean dots) {
        private ByteBuffer stuffed() {
            int length = octets.length - from;
            return dots && length > 0
                    ? ByteBuffer.wrap(DotStuffing.apply(Arrays.copyOfRange(octets, from, octets.length)))
                    : ByteBuffer.wrap(octets, from, length);
        }
    }

    /** @throws IllegalArgumentException if a line ends otherwise than in CRLF */
    public static WireMessage of(byte[] bytes, boolean eightBit, boolean smtpUtf8) {
        return new WireMessage(List.of(ByteBuffer.wrap(DotStuffing.apply(bytes))), bytes.length, eightBit, smtpUtf8);
    }

    /**
     * @param top what comes before the body, the empty line included
     * @throws IllegalArgumentException if a line of it ends otherwise than in CRLF
     */
    static WireMessage of(byte[] top, Body body, boolean eightBit, boolean smtpUtf8) {
        return new WireMessage(
                List.of(ByteBuffer.wrap(DotStuffing.apply(top)), body.stuffed()),
                (long) top.length + body.octets.length - body.from,
                eightBit,
                smtpUtf8);
    }

    /** Its octets, dots doubled; each call gives positions of its own. Not to be written to. */
    public List<ByteBuffer> stuffed() {
        return stuffed.stream().map(ByteBuffer::duplicate).toList();
    }

    /** In octets, doubled dots not counted: what the parameter SIZE says (RFC 1870 section 3). */
    public long size() {
        return size;
    }

    /** Whether a byte above 127 occurs, so that BODY=8BITMIME is needed (RFC 6152). */
    public boolean eightBit() {
        return eightBit;
    }

    /** Whether a header holds UTF-8, so that SMTPUTF8 is needed (RFC 6531). */
    public boolean smtpUtf8() {
        return smtpUtf8;
    }

    /** Whether the server can be given it as it is. */
    public boolean suits(WireTarget target) {
        return (!eightBit || target.eightBitMime()) && (!smtpUtf8 || target.smtpUtf8());
    }
}
