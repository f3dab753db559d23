package io.privatesmtp.delivery.dns;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/**
 * Lets a number of asynchronous tasks run at a time; more wait, first come first served. One whose result
 * was completed by others, a time out for example, is not started any more.
 */
public final class Turnstile {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    /** @param places tasks that run at a time */
    public Turnstile(int places) {
        free = places;
    }

    /** The result of the task, whose failure it shares. */
    public <T> CompletableFuture<T> enter(Supplier<CompletableFuture<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> start(task, result);
        synchronized (this) {
            if (free == 0) {
                waiting.add(run);
                return result;
            }
            free--;
        }
        run.run();
        return result;
    }

    private <T> void start(Supplier<CompletableFuture<T>> task, CompletableFuture<T> result) {
        if (result.isDone()) {
            leave();
            return;
        }
        CompletableFuture<T> running;
        try {
            running = task.get();
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((value, failure) -> {
            leave();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            // Not on this stack: where tasks fail at once, a long queue would overflow it.
            ForkJoinPool.commonPool().execute(next);
        }
    }
}
