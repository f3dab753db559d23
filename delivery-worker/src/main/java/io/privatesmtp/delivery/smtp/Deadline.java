package io.privatesmtp.delivery.smtp;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The time that a server has left, for the stage it is in and for the whole transaction. Setting it costs no timer as a
 * rule: the one that runs looks again when it fires, so that a busy session starts one in minutes and not five a message.
 */
final class Deadline {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Runnable expired;
    private final long epoch = System.nanoTime();
    private long stage = NEVER;
    private long transaction = NEVER;
    private long timer = NO_TIMER;
    private long timerDue = NEVER;
    private boolean cancelled;

    Deadline(Vertx vertx, Runnable expired) {
        this.vertx = vertx;
        this.expired = expired;
    }

    void stage(Duration time) {
        stage = now() + time.toNanos();
        arm();
    }

    /** It is our turn: the server may wait. */
    void noStage() {
        stage = NEVER;
    }

    void transaction(Duration time) {
        transaction = now() + time.toNanos();
        arm();
    }

    /**
     * The message is with the server, who has all of this time to reply, however long the transaction took before: a client
     * that goes earlier makes it send the message twice (RFC 5321 section 4.5.3.2.6, RFC 1047).
     */
    void last(Duration time) {
        transaction = NEVER;
        stage(time);
    }

    /** Between transactions. */
    void clear() {
        stage = NEVER;
        transaction = NEVER;
    }

    /** For good. */
    void cancel() {
        cancelled = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void arm() {
        long due = Math.min(stage, transaction);
        if (cancelled || timer != NO_TIMER && timerDue <= due) {
            return;
        }
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
        timerDue = due;
        timer = vertx.setTimer(Math.max(1, (due - now()) / 1_000_000 + 1), id -> look());
    }

    private void look() {
        timer = NO_TIMER;
        long due = Math.min(stage, transaction);
        if (due == NEVER) {
            return;
        }
        if (now() >= due) {
            clear();
            expired.run();
        } else {
            arm();
        }
    }

    private long now() {
        return System.nanoTime() - epoch;
    }
}
