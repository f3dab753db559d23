package io.privatesmtp.delivery.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Optional;

/** Servers that take the mail of some domains, or of all, whatever DNS says. */
@ConfigMapping(prefix = "psr.routes")
public interface RouteSettings {
    /**
     * {@code domain=host:port,…}; {@code *.domain} for all domains below it, {@code *} for the rest; {@code mx} in place of a host
     * for where DNS says.
     */
    @WithParentName
    Optional<String> all();

    /** Logins of these servers (RFC 4954): lines of {@code host:port user:password}. */
    Optional<String> credentials();

    /** A file of such lines. */
    Optional<Path> credentialsFile();

    /** Whether a password may go over a connection that is not encrypted. */
    @WithDefault("false")
    boolean authInClear();
}
