package io.privatesmtp.delivery.lane;

import java.time.Duration;

/** The one thread of a lane, and its time. */
interface EventLoop {
    /** As {@link System#nanoTime()} counts. */
    long nanos();

    /** Soon, on this loop; called from any thread. */
    void run(Runnable task);

    void after(Duration delay, Runnable task);
}
