package io.privatesmtp.delivery.lane;

import java.time.Duration;

/** The one thread of a lane, and its time. */
interface EventLoop {
    /** As {@link System#nanoTime()} counts. */
    long nanos();

    /** Soon, on this loop; called from any thread. */
    void run(Runnable task);

    /** The task on another thread, and afterwards, whatever became of it, the next one on this loop. */
    void aside(Runnable task, Runnable then);

    void after(Duration delay, Runnable task);
}
