package io.privatesmtp.delivery.quota;

import io.privatesmtp.bus.routing.Usage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is used of one quota or allowance on one day. A worker spends a grant: its share of what was left when the grant was
 * made. A new one is made three ticks later at the soonest, and only once the bus has this worker's own use: by then the others'
 * use of their grants is known here, too. So all workers together exceed a limit by what is granted in that time at most.
 */
final class DayUse {
    /** A worker publishes every tick; in three, its word has reached the others, and theirs this one. */
    private static final int TICKS_BETWEEN_GRANTS = 3;

    private static final int HOURS = 24;

    private final String what;
    private final LocalDate day;
    private final OthersUse others = new OthersUse();
    private long @Nullable [] own;
    private long ownTotal;
    /** Counts changes of the own use, and which of them were published, and granted upon. */
    private long version;

    private long published;
    private long renewed;
    private boolean unacknowledged;
    private boolean listed;

    private @Nullable Limit limit;
    private int hour = -1;
    private long othersInHour;
    private double share = 1;
    private long granted;
    private int ticks;

    DayUse(String what, LocalDate day) {
        this.what = what;
        this.day = day;
    }

    /** Counts one recipient if it may leave. */
    synchronized Answer take(int now, Limit of, double part) {
        if (now != hour || !of.equals(limit)) {
            regard(now, of);
            share = part;
            grant();
        }
        if (left() <= 0) {
            return Answer.EXHAUSTED;
        }
        if (granted <= 0) {
            return Answer.SOON;
        }
        granted--;
        count(now, 1);
        return Answer.TAKEN;
    }

    /** It was taken a moment ago, and does not leave after all. */
    synchronized void giveBack(int at) {
        count(at, -1);
        if (at == hour) {
            granted++;
        }
    }

    synchronized boolean hasRoom(int now, Limit of) {
        long inHour = of.perHour() - ownIn(now) - others.in(now);
        return Math.min(inHour, of.perDay() - ownTotal - others.total()) > 0;
    }

    synchronized long usedIn(int at) {
        return ownIn(at) + others.in(at);
    }

    synchronized long used() {
        return ownTotal + others.total();
    }

    /** Another worker says what it has used. */
    synchronized void other(String worker, List<Long> used) {
        others.put(worker, used);
        othersInHour = hour < 0 ? 0 : others.in(hour);
        if (limit != null) {
            granted = Math.min(granted, part());
        }
    }

    /** Whether it must be put on the list of those that want ticks; true once, until it leaves the list. */
    synchronized boolean enlist() {
        boolean fresh = !listed && !settled();
        listed |= fresh;
        return fresh;
    }

    /** Whether it may leave the list: nothing is to be published, and nothing to be granted. */
    synchronized boolean delist() {
        listed = !settled();
        return !listed;
    }

    private boolean settled() {
        return !unacknowledged && published == version && renewed == version && granted >= Math.min(1, left());
    }

    /** Another second is over: what is to be published, null where nothing is. */
    synchronized @Nullable Usage tick(String worker, double part) {
        ticks++;
        if (unacknowledged) {
            return null;
        }
        if (ticks >= TICKS_BETWEEN_GRANTS && limit != null) {
            share = part;
            grant();
        }
        return published == version ? null : row(worker);
    }

    /** All of it, whatever was acknowledged; null where the bus has it. */
    synchronized @Nullable Usage last(String worker) {
        return published == version && !unacknowledged ? null : row(worker);
    }

    private Usage row(String worker) {
        published = version;
        unacknowledged = true;
        int last = HOURS - 1;
        while (last > 0 && ownIn(last) == 0) {
            last--;
        }
        List<Long> hours = new ArrayList<>(last + 1);
        for (int i = 0; i <= last; i++) {
            hours.add(ownIn(i));
        }
        return new Usage(worker, what, day, hours);
    }

    synchronized void acknowledged() {
        unacknowledged = false;
    }

    private void regard(int now, Limit of) {
        hour = now;
        limit = of;
        othersInHour = others.in(now);
    }

    private void grant() {
        granted = part();
        ticks = 0;
        renewed = version;
    }

    /** This worker's part of what is left, but something: else the last ones would never leave. */
    private long part() {
        long left = left();
        return left <= 0 ? 0 : Math.clamp((long) Math.ceil(share * left), 1, left);
    }

    private long left() {
        if (limit == null) {
            return 0;
        }
        return Math.min(limit.perHour() - ownIn(hour) - othersInHour, limit.perDay() - ownTotal - others.total());
    }

    private long ownIn(int at) {
        return own == null ? 0 : own[at];
    }

    private void count(int at, int by) {
        if (own == null) {
            own = new long[HOURS];
        }
        own[at] += by;
        ownTotal += by;
        version++;
    }
}
