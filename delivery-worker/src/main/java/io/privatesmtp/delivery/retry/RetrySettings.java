package io.privatesmtp.delivery.retry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** When deferred mail is tried again. */
@ConfigMapping(prefix = "psr.retry")
public interface RetrySettings {
    /**
     * The delays after the first, second, … attempt, the last of them for all that follow; each has a topic of its own,
     * {@code mail.retry.<delay>}. A number and one of s, m, h; ascending.
     */
    @WithDefault("1m,5m,15m,1h,4h")
    List<String> delays();

    /** What became due together leaves within this share of its delay, so that retries spread: 0 to 1. */
    @WithDefault("0.1")
    double jitter();
}
