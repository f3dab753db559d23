package io.privatesmtp.delivery.smtp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server's certificates must be, beyond a {@link TlsLevel}. Checked after the handshake and before anything else is said.
 * Equal where it asks for the same, since sessions are shared by it.
 */
public interface CertificateCheck {
    /** The server that is asked for (SNI, RFC 6066 section 3); null for the MX host. */
    default @Nullable String serverName() {
        return null;
    }

    /** As events name it. */
    String policy();

    /**
     * @param chain as the server sent it, its own certificate first, at least one
     * @throws CertificateException where the server is not who it should be
     */
    void check(List<X509Certificate> chain) throws CertificateException;
}
