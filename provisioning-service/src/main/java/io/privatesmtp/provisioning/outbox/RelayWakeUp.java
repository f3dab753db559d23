package io.privatesmtp.provisioning.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets a commit wake the relay, so that a fact need not wait for the next look. */
@ApplicationScoped
class RelayWakeUp {
    private final Semaphore commits = new Semaphore(0);

    void wake() {
        commits.release();
    }

    /** Returns at the next commit, at once if there was one since the last call, and at the latest after the limit. */
    void await(Duration limit) throws InterruptedException {
        if (commits.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            commits.drainPermits();
        }
    }
}
