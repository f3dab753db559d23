package io.privatesmtp.delivery.lane;

import java.time.Duration;

/** When a site that cannot be reached, or says 421, is asked again: the pauses double. One probe goes first. */
final class LaneBackOff {
    private static final int TOLERATED = 3;

    private final Duration first;
    private final Duration longest;
    private int failures;
    private long until;

    LaneBackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    void succeeded() {
        failures = 0;
        until = 0;
    }

    void failed(long nanos) {
        failures++;
        if (failures >= TOLERATED) {
            long pause = Math.min(first.toNanos() << Math.min(failures - TOLERATED, 20), longest.toNanos());
            until = nanos + Math.max(pause, 1);
        }
    }

    /** What is left of the pause, zero where there is none. */
    Duration left(long nanos) {
        return until == 0 || until - nanos <= 0 ? Duration.ZERO : Duration.ofNanos(until - nanos);
    }

    /** After failures one session at a time probes the site. */
    boolean probing() {
        return failures >= TOLERATED;
    }
}
