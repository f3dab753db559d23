package io.privatesmtp.delivery.seen;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The ids of accepted submissions, by which copies are known. */
@ConfigMapping(prefix = "psr.ids")
public interface SeenSettings {
    /** Memory for the ids of 24 hours, in bytes; 0 for a quarter of the heap. When it is spent, the oldest are forgotten. */
    @WithDefault("0")
    long maxBytes();
}
