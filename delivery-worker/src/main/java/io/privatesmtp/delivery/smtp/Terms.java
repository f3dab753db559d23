package io.privatesmtp.delivery.smtp;

import org.jspecify.annotations.Nullable;

/**
 * What a server must offer before it gets mail, and what it gets to know of us. Sessions are shared by mail of the same terms only.
 *
 * @param tls how much encryption
 * @param login null where the server takes mail from strangers
 * @param certificates null where nothing is asked of them but what the level says
 */
public record Terms(
        TlsLevel tls, @Nullable Login login, @Nullable CertificateCheck certificates) {
    /** Opportunistic, as between strangers on the Internet (RFC 7435). */
    public static final Terms MAY = of(TlsLevel.MAY);

    /** Without a login. */
    public static Terms of(TlsLevel tls) {
        return new Terms(tls, null, null);
    }

    /** With a login. */
    public static Terms of(TlsLevel tls, @Nullable Login login) {
        return new Terms(tls, login, null);
    }

    /** Encrypted, with certificates that pass the check and no other. */
    public static Terms of(CertificateCheck certificates) {
        return new Terms(TlsLevel.ENCRYPT, null, certificates);
    }

    /** As events name what was demanded. */
    String policy(TlsLevel level) {
        return certificates == null ? level.text() : certificates.policy();
    }
}
