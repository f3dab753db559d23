package io.privatesmtp.delivery.lane;

import java.time.Duration;

/**
 * How fast a lane works off its jobs, smoothed; tells how long a queue would take. Measured while jobs wait: otherwise it would be
 * the speed at which they come.
 */
final class Throughput {
    private static final double WEIGHT = 0.2;
    /** A lane that becomes faster, as one does while the JVM compiles, should not park for long what it could have sent. */
    private static final double WEIGHT_OF_MORE = 0.5;
    /** The first estimate is wanted soon: until then little may wait. */
    private static final long FIRST_WINDOW_NANOS = Duration.ofMillis(100).toNanos();

    private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();
    private static final double NANOS = 1e9;

    private boolean begun;
    private boolean known;
    private long measured;
    private long windowStart;
    private long inWindow;
    private double perSecond;

    /** Jobs wait from now on. */
    void busy(long nanos) {
        if (!begun) {
            begun = true;
            windowStart = nanos;
            inWindow = 0;
        }
    }

    void done(long nanos) {
        if (!begun) {
            return;
        }
        inWindow++;
        long elapsed = nanos - windowStart;
        if (elapsed >= (known ? WINDOW_NANOS : FIRST_WINDOW_NANOS)) {
            double now = inWindow * NANOS / elapsed;
            perSecond += known ? (now > perSecond ? WEIGHT_OF_MORE : WEIGHT) * (now - perSecond) : now;
            known = true;
            measured += elapsed;
            windowStart = nanos;
            inWindow = 0;
        }
    }

    /** Nobody waits: the time until {@link #busy} does not count. */
    void rest() {
        begun = false;
    }

    /** Whether a speed is known; also when jobs waited for long, and none was done. */
    boolean known(Duration patience, long nanos) {
        return known || begun && nanos - windowStart > patience.toNanos();
    }

    /** Whether it was measured for so long that it may be believed; also when jobs waited for as long, and none was done. */
    boolean settled(Duration time, long nanos) {
        return measured >= time.toNanos() || begun && nanos - windowStart > time.toNanos();
    }

    /** Jobs a second, 0 while nothing is known. It falls while jobs wait and none is done. */
    double perSecond(long nanos) {
        long elapsed = nanos - windowStart;
        if (!begun || elapsed <= WINDOW_NANOS) {
            return perSecond;
        }
        return Math.min(perSecond, (inWindow + 1) * NANOS / elapsed);
    }

    /** The jobs that are worked off within the time, 0 while nothing is known. */
    long within(Duration time, long nanos) {
        return (long) (perSecond(nanos) * time.toMillis() / 1_000);
    }
}
