package io.privatesmtp.delivery.lane;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What lanes hold: content, in bytes, and messages. A lane that is slow, or not known to be fast, has never more of it than is left
 * for others, so that a site that takes half an hour for each message cannot fill the worker's memory.
 */
final class LaneMemory {
    /** So much a lane may have in any case. */
    private static final int ALWAYS_DIVISOR = 100;
    /** A message counts as no more than this, or the largest might never go. */
    private static final int LARGEST_DIVISOR = 4;

    private final long max;
    private final int maxMessages;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger messages = new AtomicInteger();

    LaneMemory(long max, int maxMessages) {
        this.max = max;
        this.maxMessages = maxMessages;
    }

    /** Whether a lane that has so many messages may take another one. */
    boolean hasPlace(int mine) {
        return mine < maxMessages - messages.get();
    }

    /** Whether a slow lane that holds {@code mine} may take a message of so many bytes. */
    boolean hasRoom(long mine, long bytes) {
        long left = Math.max(max - held.get(), max / ALWAYS_DIVISOR);
        return mine + Math.min(bytes, max / LARGEST_DIVISOR) <= left || held.get() == 0;
    }

    void take(long bytes) {
        held.addAndGet(bytes);
        messages.incrementAndGet();
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
        messages.decrementAndGet();
    }

    long held() {
        return held.get();
    }

    int messages() {
        return messages.get();
    }
}
