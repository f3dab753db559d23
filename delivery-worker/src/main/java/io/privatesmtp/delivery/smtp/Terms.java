package io.privatesmtp.delivery.smtp;

import org.jspecify.annotations.Nullable;

/**
 * What a server must offer before it gets mail, and what it gets to know of us. Sessions are shared by mail of the same terms only.
 *
 * @param tls how much encryption
 * @param login null where the server takes mail from strangers
 */
public record Terms(TlsLevel tls, @Nullable Login login) {
    /** Opportunistic, as between strangers on the Internet (RFC 7435). */
    public static final Terms MAY = of(TlsLevel.MAY);

    /** Without a login. */
    public static Terms of(TlsLevel tls) {
        return new Terms(tls, null);
    }
}
