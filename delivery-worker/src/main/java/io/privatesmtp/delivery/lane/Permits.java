package io.privatesmtp.delivery.lane;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the messages whose final dot is written and whose event is not acknowledged: as many, at most, does a crash
 * send twice. At most a tenth of them go to one lane, so that a slow server takes no share of the others.
 */
public final class Permits {
    private static final int LANE_DIVISOR = 10;

    private record Waiter(LaneKey lane, Promise<Boolean> promise) {}

    private final int max;
    private final int maxPerLane;
    private final Map<LaneKey, Integer> held = new HashMap<>();
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
    private int total;

    /** @param max {@code psr.delivery.max-unacknowledged}, 1 or more */
    public Permits(int max) {
        this.max = max;
        this.maxPerLane = Math.max(1, max / LANE_DIVISOR);
    }

    /** Completed with true once there is a permit; give it back with {@link #release}. */
    public Future<Boolean> acquire(LaneKey lane) {
        synchronized (this) {
            if (free(lane)) {
                take(lane);
                return Future.succeededFuture(true);
            }
            Promise<Boolean> promise = Promise.promise();
            waiting.add(new Waiter(lane, promise));
            return promise.future();
        }
    }

    /** Gives up waiting: the future completes with false, unless it has completed already. */
    public void cancel(Future<Boolean> acquiring) {
        Waiter found = null;
        synchronized (this) {
            for (Waiter waiter : waiting) {
                if (waiter.promise.future() == acquiring) {
                    found = waiter;
                }
            }
            if (found != null) {
                waiting.remove(found);
            }
        }
        if (found != null) {
            found.promise.complete(false);
        }
    }

    public void release(LaneKey lane) {
        Waiter next = null;
        synchronized (this) {
            total--;
            held.computeIfPresent(lane, (k, n) -> n == 1 ? null : n - 1);
            for (Waiter waiter : waiting) {
                if (free(waiter.lane)) {
                    next = waiter;
                    break;
                }
            }
            if (next != null) {
                waiting.remove(next);
                take(next.lane);
            }
        }
        if (next != null) {
            next.promise.complete(true);
        }
    }

    /** Permits in use. */
    public synchronized int inUse() {
        return total;
    }

    private boolean free(LaneKey lane) {
        return total < max && held.getOrDefault(lane, 0) < maxPerLane;
    }

    private void take(LaneKey lane) {
        total++;
        held.merge(lane, 1, Integer::sum);
    }
}
