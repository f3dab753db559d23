package io.privatesmtp.delivery.lane;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a lane yields. A site that cannot be reached, or says 421, three times in a row is left alone for a while; one that asks for
 * less is left alone at once, for as long as it says, and gets half as much from then on. Pauses double; after each, one probe
 * goes first. What the site takes again grows slowly.
 */
final class LaneBackOff {
    private static final int TOLERATED = 3;
    /** A site that is there, and wants less, is asked again sooner than one that is gone. */
    private static final int LESS_DIVISOR = 6;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final double LEAST = 1.0 / 64;
    private static final int GOOD_FOR_MORE = 20;
    private static final double MORE = 0.1;

    private final Duration first;
    private final Duration longest;
    private int failures;
    private int complaints;
    private long until;
    private long lastPauseEnd;
    private double pace = 1;
    private int good;

    LaneBackOff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Whether the site has given no reason to yield, or has made up for it. */
    boolean untroubled() {
        return failures == 0 && complaints == 0 && pace == 1;
    }

    /** A session that began before the site asked for less may succeed afterwards: the pause stays. */
    void succeeded(long nanos) {
        if (complaints > 0 && !left(nanos).isZero()) {
            return;
        }
        failures = 0;
        complaints = 0;
        until = 0;
        if (pace < 1 && ++good >= GOOD_FOR_MORE) {
            good = 0;
            pace = Math.min(1, pace + MORE);
        }
    }

    /** Sessions that were under way when the pause began fail with it: they are one failure. */
    void failed(long nanos) {
        if (!left(nanos).isZero()) {
            return;
        }
        failures++;
        if (failures >= TOLERATED) {
            pause(doubled(first, failures - TOLERATED), nanos);
        }
    }

    /** @param asked how long the site wants to be left alone, where it says so */
    void askedForLess(@Nullable Duration asked, long nanos) {
        Duration left = left(nanos);
        if (left.isZero()) {
            failures = Math.max(failures, TOLERATED);
            complaints++;
            pace = Math.max(LEAST, pace / 2);
            good = 0;
            Duration gentle = max(SHORTEST, first.dividedBy(LESS_DIVISOR));
            pause(asked == null ? doubled(gentle, complaints - 1) : bounded(asked), nanos);
        } else if (asked != null && bounded(asked).compareTo(left) > 0) {
            pause(bounded(asked), nanos);
        }
    }

    private void pause(Duration time, long nanos) {
        until = nanos + Math.max(time.toNanos(), 1);
        if (until == 0) {
            until = 1;
        }
        lastPauseEnd = until;
    }

    private Duration bounded(Duration asked) {
        return asked.compareTo(longest) > 0 ? longest : max(asked, SHORTEST);
    }

    private Duration doubled(Duration pause, int doublings) {
        long bound = longest.toNanos();
        long nanos = pause.toNanos();
        for (int i = 0; i < doublings && nanos < bound; i++) {
            nanos = nanos > bound / 2 ? bound : nanos * 2;
        }
        return Duration.ofNanos(Math.min(nanos, bound));
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    /** What is left of the pause, zero where there is none. */
    Duration left(long nanos) {
        return until == 0 || until - nanos <= 0 ? Duration.ZERO : Duration.ofNanos(until - nanos);
    }

    /** How much of its limits the lane may use: 1 for all, half of it for each time that the site asked for less. */
    double pace() {
        return pace;
    }

    /** How many of so many sessions may be at work: one alone while the site is probed. */
    int sessions(int limit) {
        return probing() ? 1 : Math.max(1, (int) (limit * pace));
    }

    /** Whether the site did well, or was left alone for so long that it begins anew. */
    boolean forgettable(long nanos) {
        return !probing() && pace >= 1 || nanos - lastPauseEnd > longest.toNanos();
    }

    /** After failures one session at a time probes the site. */
    boolean probing() {
        return failures >= TOLERATED;
    }
}
