package io.privatesmtp.delivery.tls;

import io.privatesmtp.delivery.smtp.TlsLevel;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** How mail is encrypted on its way (RFC 3207): {@code psr.smtp.tls}. */
public interface TlsSettings {
    /** For destinations that the policy file does not know: none, may, encrypt or verify. */
    @WithDefault("may")
    TlsLevel level();

    /** Levels for recipient domains and for MX hosts (YAML). */
    Optional<Path> policyFile();

    /** The authorities that certificates are checked against where they must be (PEM), in place of the JDK's. */
    Optional<Path> caFile();
}
