package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.submission.Priority;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the messages whose final dot is written and whose event is not acknowledged: as many, at most, does a crash send twice.
 *
 * <p>A lane has a tenth of them at most, and never more than are left for others. It begins with two, so that one slow message
 * does not keep the others of its site waiting, gets more as it gives back quickly, and has one after it did not. Servers of
 * which nothing is known have half of all together, known slow ones a fifth. One that gives nothing back for ten seconds stalls:
 * it counts among the unknown no longer, and those have half of what the slow and stalling ones leave, and never the last one.
 * So tarpits, however many, leave some for a server that is asked for the first time, and one for those that are quick. A fifth
 * of all is kept from bulk mail. Transactional mail is served first; within a priority lanes take turns, and those that have
 * none come first.
 */
public final class Permits {
    private static final int LANE_DIVISOR = 10;
    private static final int RESERVED_DIVISOR = 5;
    private static final int FIRST = 2;
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final Duration STALLING = Duration.ofSeconds(10);
    private static final int SLOW_DIVISOR = 5;
    private static final int NEW_DIVISOR = 2;
    private static final int MAX_REMEMBERED = 10_000;
    private static final int SLOW = 1;

    private final int max;
    private final int maxPerLane;
    private final LongSupplier nanos;
    /** Ordered by when a lane gave one back, or got the first: those that stall are at the beginning. */
    private final Map<LaneKey, Taken> taken = new LinkedHashMap<>();

    private final Map<LaneKey, ArrayDeque<Promise<Boolean>>> transactional = new LinkedHashMap<>();
    private final Map<LaneKey, ArrayDeque<Promise<Boolean>>> bulk = new LinkedHashMap<>();
    /** How many a lane may have that is known: more than the first few where it is quick, one where it is slow. */
    private final Map<LaneKey, Integer> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LaneKey, Integer> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    private int total;
    private int ofSlow;
    /** Those that stall among them. */
    private int ofNew;

    /**
     * @param max {@code psr.delivery.max-unacknowledged}, 1 or more
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    public Permits(int max, LongSupplier nanos) {
        this.max = max;
        this.nanos = nanos;
        this.maxPerLane = Math.max(1, max / LANE_DIVISOR);
    }

    /** Completed with true once there is a permit; give it back with {@link #release}. */
    public Future<Boolean> acquire(LaneKey lane, Priority priority) {
        synchronized (this) {
            if (free(lane, priority, shares())) {
                take(lane);
                return Future.succeededFuture(true);
            }
            Promise<Boolean> promise = Promise.promise();
            of(priority).computeIfAbsent(lane, k -> new ArrayDeque<>()).add(promise);
            return promise.future();
        }
    }

    /** Gives up waiting: the future completes with false, unless it has completed already. */
    public void cancel(LaneKey lane, Priority priority, Future<Boolean> acquiring) {
        if (acquiring.isComplete()) {
            return;
        }
        Promise<Boolean> found = null;
        synchronized (this) {
            ArrayDeque<Promise<Boolean>> waiting = of(priority).get(lane);
            if (waiting == null) {
                return;
            }
            for (Iterator<Promise<Boolean>> it = waiting.iterator(); it.hasNext() && found == null; ) {
                Promise<Boolean> one = it.next();
                if (one.future() == acquiring) {
                    found = one;
                    it.remove();
                }
            }
            if (waiting.isEmpty()) {
                of(priority).remove(lane);
            }
        }
        if (found != null) {
            found.complete(false);
        }
    }

    /** @param held how long the lane had it */
    public void release(LaneKey lane, Duration held) {
        List<Promise<Boolean>> granted;
        synchronized (this) {
            giveBack(lane, held.compareTo(QUICK) <= 0);
            // Sometimes two: the one that is free now, and one that this lane may have since it has fewer than are
            // left.
            granted = grant();
        }
        granted.forEach(next -> next.complete(true));
    }

    /** Grants what may be granted because time passed: servers that stall count among the unknown no longer. */
    public void review() {
        List<Promise<Boolean>> granted;
        synchronized (this) {
            granted = grant();
        }
        granted.forEach(next -> next.complete(true));
    }

    private List<Promise<Boolean>> grant() {
        List<Promise<Boolean>> granted = new ArrayList<>(2);
        for (Promise<Boolean> next = next(); next != null; next = next()) {
            granted.add(next);
        }
        return granted;
    }

    private @Nullable Promise<Boolean> next() {
        Promise<Boolean> next = next(Priority.TRANSACTIONAL);
        return next == null ? next(Priority.BULK) : next;
    }

    /** Takes a permit for the lane whose turn it is, of those that may have one: lanes that have none yet come first. */
    private @Nullable Promise<Boolean> next(Priority priority) {
        Map<LaneKey, ArrayDeque<Promise<Boolean>>> lanes = of(priority);
        Shares shares = shares();
        Map.Entry<LaneKey, ArrayDeque<Promise<Boolean>>> turn = null;
        for (Map.Entry<LaneKey, ArrayDeque<Promise<Boolean>>> entry : lanes.entrySet()) {
            if (free(entry.getKey(), priority, shares)) {
                if (!taken.containsKey(entry.getKey())) {
                    turn = entry;
                    break;
                }
                turn = turn == null ? entry : turn;
            }
        }
        return turn == null ? null : take(turn.getKey(), turn.getValue(), lanes);
    }

    private Promise<Boolean> take(
            LaneKey lane, ArrayDeque<Promise<Boolean>> waiting, Map<LaneKey, ArrayDeque<Promise<Boolean>>> lanes) {
        lanes.remove(lane);
        Promise<Boolean> next = waiting.removeFirst();
        if (!waiting.isEmpty()) {
            lanes.put(lane, waiting);
        }
        take(lane);
        return next;
    }

    /** Permits in use. */
    public synchronized int inUse() {
        return total;
    }

    private boolean free(LaneKey lane, Priority priority, Shares shares) {
        int left = (priority == Priority.BULK ? max - max / RESERVED_DIVISOR : max) - total;
        Taken had = taken.get(lane);
        int mine = had == null ? 0 : had.count();
        return mine < left && mine < allowed(lane) && shares.haveRoomFor(standing(lane));
    }

    /**
     * What lanes that are slow, and those of which nothing is known, may have yet, together. Asked for at every step, and so
     * from sums: lanes that have a permit each are as many as there are permits.
     */
    private Shares shares() {
        long now = nanos.getAsLong();
        int ofStalling = 0;
        int ofNewNow = ofNew;
        for (Taken mine : taken.values()) {
            if (now - mine.sinceNanos() <= STALLING.toNanos()) {
                break;
            }
            ofStalling += mine.standing() == Standing.SLOW ? 0 : mine.count();
            ofNewNow -= mine.standing() == Standing.NEW ? mine.count() : 0;
        }
        int left = max - ofSlow - ofStalling;
        int forNew = max == 1 ? 1 : left / NEW_DIVISOR;
        return new Shares(Math.max(1, max / SLOW_DIVISOR) - ofSlow, forNew - ofNewNow);
    }

    /** What is known of a lane. */
    private enum Standing {
        NEW,
        SLOW,
        QUICK
    }

    /**
     * What a lane has.
     *
     * @param sinceNanos when it gave one back, or got the first
     * @param standing what it was counted as
     */
    private record Taken(int count, long sinceNanos, Standing standing) {}

    private record Shares(int leftToSlow, int leftToNew) {
        boolean haveRoomFor(Standing standing) {
            return switch (standing) {
                case NEW -> leftToNew > 0;
                case SLOW -> leftToSlow > 0;
                case QUICK -> true;
            };
        }
    }

    private void take(LaneKey lane) {
        total++;
        Taken had = taken.get(lane);
        count(had, -1);
        Standing standing = standing(lane);
        Taken has = had == null
                ? new Taken(1, nanos.getAsLong(), standing)
                : new Taken(had.count() + 1, had.sinceNanos(), standing);
        // One that it has already keeps its place.
        taken.put(lane, has);
        count(has, 1);
    }

    private void giveBack(LaneKey lane, boolean quick) {
        total--;
        Taken had = taken.remove(lane);
        count(had, -1);
        earn(lane, quick);
        if (had != null && had.count() > 1) {
            Taken has = new Taken(had.count() - 1, nanos.getAsLong(), standing(lane));
            taken.put(lane, has);
            count(has, 1);
        }
    }

    private void count(@Nullable Taken lane, int sign) {
        if (lane != null) {
            ofSlow += lane.standing() == Standing.SLOW ? sign * lane.count() : 0;
            ofNew += lane.standing() == Standing.NEW ? sign * lane.count() : 0;
        }
    }

    private Standing standing(LaneKey lane) {
        Integer allowed = known.get(lane);
        return allowed == null ? Standing.NEW : allowed == SLOW ? Standing.SLOW : Standing.QUICK;
    }

    /** How many the lane may have now. */
    synchronized int allowed(LaneKey lane) {
        return Math.min(maxPerLane, known.getOrDefault(lane, FIRST));
    }

    private void earn(LaneKey lane, boolean quick) {
        if (!quick) {
            known.put(lane, SLOW);
        } else if (known.getOrDefault(lane, 0) == SLOW) {
            known.remove(lane);
        } else {
            known.put(lane, Math.max(SLOW + 1, Math.min(maxPerLane, allowed(lane) + 1)));
        }
    }

    private Map<LaneKey, ArrayDeque<Promise<Boolean>>> of(Priority priority) {
        return priority == Priority.BULK ? bulk : transactional;
    }
}
