package io.privatesmtp.delivery.lane;

import java.time.Duration;

/**
 * When parked messages come back: one after the other, as fast as the lane works off, so that thousands do not return at once to
 * be parked again.
 */
final class ReturnTimes {
    /** The fraction of the golden ratio: its multiples spread evenly, however many there are. */
    private static final double GOLDEN = 0.6180339887498949;

    private final Duration spread;
    private long next;
    private long beyond;

    /** @param spread messages come back within this time after the earliest moment */
    ReturnTimes(Duration spread) {
        this.spread = spread;
    }

    /** Evenly after the earliest moment, within the time: nobody knows how fast the lane will be by then. */
    Duration soon(Duration earliest, Duration within) {
        return earliest.plusNanos((long) (within.toNanos() * (beyond++ * GOLDEN % 1)));
    }

    /**
     * @param earliest wait, at least
     * @param perSecond how many the lane works off
     */
    Duration after(Duration earliest, double perSecond, long now) {
        long first = now + earliest.toNanos();
        if (next - first < 0) {
            next = first;
        }
        if (next - first < spread.toNanos()) {
            long wait = next - now;
            next += (long) Math.min(spread.toNanos(), 1e9 / perSecond);
            return Duration.ofNanos(wait);
        }
        // More than come back within the time: evenly over its second half.
        double fraction = beyond++ * GOLDEN % 1;
        return earliest.plusNanos((long) (spread.toNanos() * (1 + fraction) / 2));
    }
}
