package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.submission.Priority;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How many sessions the worker may have open at once, over all lanes. A lane has never more of them than are left for others, so
 * that slow sites, however many, leave some to the rest; a fifth is kept for transactional mail. A lane that gets none is woken
 * when one is given back.
 */
final class SessionBudget {
    private static final int RESERVED_DIVISOR = 5;

    private final int max;
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private volatile Runnable shortage = () -> {};
    private int open;

    SessionBudget(int max) {
        this.max = max;
    }

    /** @param listener called, on any thread, when a lane begins to wait: sessions without work should go */
    void onShortage(Runnable listener) {
        shortage = listener;
    }

    /**
     * @param mine sessions that the lane has already
     * @param wake the lane's, always the same; called, on any thread, when it is worth asking again
     */
    boolean take(Priority priority, int mine, Runnable wake) {
        boolean first;
        synchronized (this) {
            int left = (priority == Priority.BULK ? max - max / RESERVED_DIVISOR : max) - open;
            if (mine < left) {
                open++;
                waiting.remove(wake);
                return true;
            }
            first = waiting.isEmpty();
            waiting.add(wake);
        }
        if (first) {
            shortage.run();
        }
        return false;
    }

    void giveBack() {
        Runnable next = null;
        synchronized (this) {
            open--;
            Iterator<Runnable> it = waiting.iterator();
            if (it.hasNext()) {
                next = it.next();
                it.remove();
            }
        }
        if (next != null) {
            next.run();
        }
    }

    /** The lane has nothing to send any more. */
    synchronized void forget(Runnable wake) {
        waiting.remove(wake);
    }

    /** Whether a lane waits for a session. */
    synchronized boolean shortage() {
        return !waiting.isEmpty();
    }

    synchronized int open() {
        return open;
    }
}
