package io.privatesmtp.provisioning.address;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How addresses change hands. */
@ConfigMapping(prefix = "psr.address")
public interface AddressSettings {
    /** How long a released address rests before another account may have it; its reputation is the old owner's. */
    @WithDefault("P30D")
    Duration quarantine();
}
