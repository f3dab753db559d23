package io.privatesmtp.delivery.dsn;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Reports about failed mail. */
@ConfigMapping(prefix = "psr.dsn")
public interface DsnSettings {
    /**
     * The From of reports, an address or {@code Name <address>}, in ASCII. By default {@code mailer-daemon} at the EHLO name of
     * a shared address.
     */
    Optional<String> from();
}
