package io.privatesmtp.delivery.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bounds of one message. */
@ConfigMapping(prefix = "psr.message")
public interface MessageSettings {
    /** The largest message, in bytes of MIME. */
    @WithDefault("26214400")
    int maxBytes();

    /** After that it is given up, at the latest and by default. */
    @WithDefault("P5D")
    Duration maxLifetime();

    /** How far ahead {@code notBefore} may be. */
    @WithDefault("PT72H")
    Duration maxDelay();
}
