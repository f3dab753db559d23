package io.privatesmtp.delivery.lane;

import java.time.Duration;

/** How fast a lane works off its jobs, smoothed; tells how long a queue would take. */
final class Throughput {
    private static final double WEIGHT = 0.2;
    private static final long WINDOW_NANOS = Duration.ofMillis(500).toNanos();

    private long windowStart;
    private long inWindow;
    private double perSecond;

    void done(long nanos) {
        if (windowStart == 0) {
            windowStart = nanos;
        }
        inWindow++;
        long elapsed = nanos - windowStart;
        if (elapsed >= WINDOW_NANOS) {
            double now = inWindow * 1e9 / elapsed;
            perSecond = perSecond == 0 ? now : perSecond + WEIGHT * (now - perSecond);
            windowStart = nanos;
            inWindow = 0;
        }
    }

    /** The jobs that are worked off within the time, 0 while nothing is known. */
    long within(Duration time) {
        return (long) (perSecond * time.toMillis() / 1_000);
    }
}
