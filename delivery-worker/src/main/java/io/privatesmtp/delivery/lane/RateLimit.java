package io.privatesmtp.delivery.lane;

import java.time.Duration;

/**
 * A token bucket (as a virtual schedule, ITU-T I.371): messages leave evenly, after a rest as many at once as a second allows. Its
 * rate may change from one message to the next, with the worker's share and the lane's back-off.
 */
final class RateLimit {
    private static final double SECOND = 1e9;

    /** When the next message would be due if all came evenly. */
    private long due;

    private boolean begun;

    /** How long the next message must wait, in nanoseconds; 0 where it may go now. */
    long waitNanos(double perSecond, long now) {
        if (!begun || Double.isInfinite(perSecond)) {
            return 0;
        }
        return Math.max(0, due - now - tolerance(perSecond));
    }

    void took(double perSecond, long now) {
        if (Double.isInfinite(perSecond)) {
            return;
        }
        due = (begun && due - now > 0 ? due : now) + (long) (SECOND / perSecond);
        begun = true;
    }

    /** Messages that may leave within the time. */
    static double within(double perSecond, Duration time) {
        return perSecond * time.toMillis() / 1_000;
    }

    /** Whether it would be no different if it had never been used. */
    boolean rested(long now) {
        return !begun || due - now <= 0;
    }

    private static long tolerance(double perSecond) {
        return (long) Math.max(0, SECOND - SECOND / perSecond);
    }
}
