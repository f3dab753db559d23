package io.privatesmtp.delivery.lane;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How much a lane does at once, where the shaping file does not say otherwise; over all workers together. */
@ConfigMapping(prefix = "psr.lane")
public interface LaneSettings {
    /** An operator's own limits for sites (YAML), before the shipped ones. */
    Optional<Path> shapingFile();

    /** Sessions of one source address to one site; 1 to 1,000. */
    @WithDefault("20")
    int maxSessions();

    /** Transactions on one session before it is closed; 1 to 10,000. */
    @WithDefault("100")
    int maxTransactionsPerSession();

    /** How long a session without work stays open. */
    @WithDefault("5s")
    Duration idle();

    /** A message that would wait longer than this for a session is parked in the shortest retry topic. */
    @WithDefault("10s")
    Duration maxWait();

    /** Messages that may wait before the lane's speed is known. */
    @WithDefault("200")
    int minQueue();

    /** The first pause after connections failed; doubles up to the longest. */
    @WithDefault("30s")
    Duration backOff();

    /** The longest pause after connections failed. */
    @WithDefault("15m")
    Duration maxBackOff();
}
