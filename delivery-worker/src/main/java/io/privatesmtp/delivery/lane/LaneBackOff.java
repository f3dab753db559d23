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

    /** Sessions that were under way when the pause began fail with it: they are one failure. */
    void failed(long nanos) {
        if (!left(nanos).isZero()) {
            return;
        }
        failures++;
        if (failures >= TOLERATED) {
            until = nanos + Math.max(pause(failures - TOLERATED), 1);
        }
    }

    private long pause(int doublings) {
        long bound = longest.toNanos();
        long doubled = first.toNanos();
        for (int i = 0; i < doublings && doubled < bound; i++) {
            doubled = doubled > bound / 2 ? bound : doubled * 2;
        }
        return Math.min(doubled, bound);
    }

    /** What is left of the pause, zero where there is none. */
    Duration left(long nanos) {
        return until == 0 || until - nanos <= 0 ? Duration.ZERO : Duration.ofNanos(until - nanos);
    }

    /** Whether the site did well, or was left alone for so long that it begins anew. */
    boolean forgettable(long nanos) {
        return !probing() || nanos - until > longest.toNanos();
    }

    /** After failures one session at a time probes the site. */
    boolean probing() {
        return failures >= TOLERATED;
    }
}
