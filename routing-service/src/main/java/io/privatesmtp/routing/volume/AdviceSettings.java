package io.privatesmtp.routing.volume;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When an address of its own serves an account. */
@ConfigMapping(prefix = "psr.advice")
public interface AdviceSettings {
    /** Days that are looked at, 1 to 365. */
    @WithDefault("28")
    int days();

    /** Fewer recipients a day, on average, are better off shared: receivers see too little to trust the address. */
    @WithDefault("24")
    int sharedBelowPerDay();

    /** From so many recipients a day on an account gains by an address of its own. */
    @WithDefault("48")
    int privateFromPerDay();
}
