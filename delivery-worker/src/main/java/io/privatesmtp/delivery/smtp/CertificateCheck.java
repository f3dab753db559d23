package io.privatesmtp.delivery.smtp;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server's certificates must be, beyond a {@link TlsLevel}. Checked after the handshake and before anything else is said.
 * Equal where it asks for the same, since sessions are shared by it.
 */
public interface CertificateCheck {
    /** As events name it. */
    String policy();

    /**
     * @param chain as the server sent it, its own certificate first, at least one
     * @throws CertificateException where the server is not who it should be
     */
    void check(List<X509Certificate> chain) throws CertificateException;
}
