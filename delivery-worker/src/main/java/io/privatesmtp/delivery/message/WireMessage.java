package io.privatesmtp.delivery.message;

/**
 * A message as it goes on the wire, without the final dot. Its arrays are never changed after creation.
 *
 * @param bytes header, empty line and body; every line ends in CRLF, no bare CR or LF
 * @param stuffed the same with a second dot before each line that begins with one (RFC 5321 section 4.5.2)
 * @param eightBit whether a byte above 127 occurs, so that BODY=8BITMIME is needed (RFC 6152)
 * @param smtpUtf8 whether a header holds UTF-8, so that SMTPUTF8 is needed (RFC 6531)
 */
public record WireMessage(byte[] bytes, byte[] stuffed, boolean eightBit, boolean smtpUtf8) {
    /** @throws IllegalArgumentException if a line ends otherwise than in CRLF */
    public static WireMessage of(byte[] bytes, boolean eightBit, boolean smtpUtf8) {
        return new WireMessage(bytes, DotStuffing.apply(bytes), eightBit, smtpUtf8);
    }

    /** Whether the server can be given it as it is. */
    public boolean suits(WireTarget target) {
        return (!eightBit || target.eightBitMime()) && (!smtpUtf8 || target.smtpUtf8());
    }
}
