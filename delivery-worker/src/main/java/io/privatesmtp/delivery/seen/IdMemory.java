package io.privatesmtp.delivery.seen;

import java.util.concurrent.atomic.AtomicLong;

/** What the ids of all partitions take in memory together. */
final class IdMemory {
    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    /** @param most in bytes; beyond that the oldest ids are forgotten before their time */
    IdMemory(long most) {
        this.most = most;
    }

    void changed(long by) {
        bytes.addAndGet(by);
    }

    boolean exceeded() {
        return bytes.get() > most;
    }

    long bytes() {
        return bytes.get();
    }
}
