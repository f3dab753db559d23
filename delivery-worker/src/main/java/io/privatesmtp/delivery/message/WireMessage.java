package io.privatesmtp.delivery.message;

/**
 * A message as it goes on the wire, before dot-stuffing and without the final dot.
 *
 * @param bytes header, empty line and body; every line ends in CRLF, no bare CR or LF; never changed after creation
 * @param eightBit whether a byte above 127 occurs, so that BODY=8BITMIME is needed (RFC 6152)
 * @param smtpUtf8 whether a header holds UTF-8, so that SMTPUTF8 is needed (RFC 6531)
 */
public record WireMessage(byte[] bytes, boolean eightBit, boolean smtpUtf8) {}
