package io.privatesmtp.delivery.smtp;

/**
 * What a server must offer before it gets mail. Sessions are shared by mail of the same terms only.
 *
 * @param tls how much encryption
 */
public record Terms(TlsLevel tls) {
    /** Opportunistic, as between strangers on the Internet (RFC 7435). */
    public static final Terms MAY = new Terms(TlsLevel.MAY);
}
