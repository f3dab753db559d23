package io.privatesmtp.delivery.dispatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Domains of bulk mail that are being looked up. A campaign to domains whose name servers do not answer may not take all the places
 * that there are for questions: what finds none is put aside.
 */
final class BulkLookups {
    /** With ten hosts each, these ask fewer questions than may be open at a time. */
    private static final int MAX = 48;

    private final AtomicInteger open = new AtomicInteger();

    boolean hasRoom() {
        return open.get() < MAX;
    }

    void add(CompletableFuture<?> lookup) {
        if (!lookup.isDone()) {
            open.incrementAndGet();
            lookup.whenComplete((v, e) -> open.decrementAndGet());
        }
    }
}
