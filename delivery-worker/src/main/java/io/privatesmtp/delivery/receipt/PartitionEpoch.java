package io.privatesmtp.delivery.receipt;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The time during which this worker holds one partition. What belongs to a record asks its epoch before MAIL and before
 * the final dot, so that a worker that lost the partition sends nothing more of it.
 */
public final class PartitionEpoch {
    private final BooleanSupplier membership;
    private final Set<Runnable> hooks = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private int inFlight;
    private boolean ended;

    /** @param membership false while it is not sure that the group still counts this worker in */
    public PartitionEpoch(BooleanSupplier membership) {
        this.membership = membership;
    }

    /** Whether the partition is still this worker's. */
    public synchronized boolean holds() {
        return !ended && membership.getAsBoolean();
    }

    /** Whether the partition went to another worker, for certain. */
    public synchronized boolean ended() {
        return ended;
    }

    /** A record of the partition is under way. */
    synchronized void enter() {
        inFlight++;
    }

    /** A record of the partition has come to its end, settled or abandoned. */
    void leave() {
        boolean last;
        synchronized (this) {
            inFlight--;
            last = ended && inFlight == 0;
        }
        if (last) {
            idle.complete(null);
        }
    }

    /** Runs the hook when the epoch ends, or at once when it is over. The result takes the hook back. */
    public Runnable onEnd(Runnable hook) {
        hooks.add(hook);
        boolean over;
        synchronized (this) {
            over = ended;
        }
        if (over && hooks.remove(hook)) {
            hook.run();
        }
        return () -> hooks.remove(hook);
    }

    /** Ends it. The result is completed once nothing of the partition is under way any more. */
    CompletableFuture<Void> end() {
        boolean quiet;
        synchronized (this) {
            ended = true;
            quiet = inFlight == 0;
        }
        if (quiet) {
            idle.complete(null);
        }
        hooks.forEach(hook -> {
            if (hooks.remove(hook)) {
                hook.run();
            }
        });
        return idle;
    }
}
