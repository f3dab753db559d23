package io.privatesmtp.delivery.lane;

import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions the worker may have open at once, over all lanes. */
final class SessionBudget {
    private final int max;
    private final AtomicInteger open = new AtomicInteger();

    SessionBudget(int max) {
        this.max = max;
    }

    boolean available() {
        return open.get() < max;
    }

    boolean take() {
        if (open.incrementAndGet() <= max) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    void giveBack() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }
}
