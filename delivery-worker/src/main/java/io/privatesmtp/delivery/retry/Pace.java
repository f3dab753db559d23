package io.privatesmtp.delivery.retry;

import java.time.Duration;
import java.time.Instant;

/**
 * When the records of one partition are released. A partition is read in its order, so a jitter of each record's own would
 * spread nothing: all would wait for the unluckiest in front. Instead, what became due together leaves one by one, evenly
 * but for chance, within the time that jitter allows.
 */
final class Pace {
    private final RetrySchedule.Step step;
    private final Duration jitter;
    private Instant last = Instant.EPOCH;
    private long head = -1;
    private Instant due = Instant.EPOCH;

    /** @param jitter how much later than its delay a record is released at most */
    Pace(RetrySchedule.Step step, Duration jitter) {
        this.step = step;
        this.jitter = jitter;
    }

    /**
     * When the record at the head is due; the same at every look.
     *
     * @param waiting records in the partition from this one on, at least 1
     */
    Instant due(long offset, Instant appendedAt, long waiting) {
        if (offset != head) {
            Instant earliest = appendedAt.plus(step.delay());
            Instant latest = earliest.plus(jitter);
            Instant from = last.isBefore(earliest) ? earliest : last.isAfter(latest) ? latest : last;
            // Half of that on average: so k records share the time that is left in k + 1 parts.
            double longest = 2.0 * Duration.between(from, latest).toMillis() / (Math.max(1, waiting) + 1);
            head = offset;
            due = from.plusMillis((long) (longest * chance(offset ^ appendedAt.toEpochMilli() << 20)));
        }
        return due;
    }

    /** The head was handed over. */
    void released() {
        last = due;
    }

    /** From 0 to 1. */
    private static double chance(long seed) {
        long mixed = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((mixed ^ (mixed >>> 33)) >>> 11) * 0x1.0p-53;
    }
}
