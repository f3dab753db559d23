package io.privatesmtp.delivery.lane;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Content that lanes hold, in bytes. A lane that is slow has never more of it than is left for others, so that a site that takes
 * half an hour for each message cannot fill the worker's memory.
 */
final class LaneMemory {
    /** So much a lane may have in any case. */
    private static final int ALWAYS_DIVISOR = 100;
    /** A message counts as no more than this, or the largest might never go. */
    private static final int LARGEST_DIVISOR = 4;

    private final long max;
    private final AtomicLong held = new AtomicLong();

    LaneMemory(long max) {
        this.max = max;
    }

    /** Whether a slow lane that holds {@code mine} may take a message of so many bytes. */
    boolean hasRoom(long mine, long bytes) {
        long left = Math.max(max - held.get(), max / ALWAYS_DIVISOR);
        return mine + Math.min(bytes, max / LARGEST_DIVISOR) <= left || held.get() == 0;
    }

    void take(long bytes) {
        held.addAndGet(bytes);
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
