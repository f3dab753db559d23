package io.privatesmtp.delivery.lane;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Does what would keep an event loop, and all mail on it, for tens of milliseconds: reading and making large messages. It never
 * takes more than half of the processors. What waits here is bounded by what the worker takes into memory.
 */
public final class Aside implements Executor {
    private final Executor threads = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
            Thread.ofPlatform().name("psr-large-", 0).daemon().factory());

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }
}
