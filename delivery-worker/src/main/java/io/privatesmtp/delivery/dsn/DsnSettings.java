package io.privatesmtp.delivery.dsn;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Reports about failed mail. */
@ConfigMapping(prefix = "psr.dsn")
public interface DsnSettings {
    /**
     * The address in the From field of reports; its domain must not be under a rule. By default {@code mailer-daemon} at the
     * EHLO name of a shared address.
     */
    Optional<String> from();
}
