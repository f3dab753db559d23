package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.submission.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who waits for a session of a lane: transactional mail before bulk, each in its order. */
final class LaneQueue {
    /** @param unhook takes back what ends the wait with the partition */
    private record Waiting(LaneJob job, long since, Runnable unhook) {}

    private final ArrayDeque<Waiting> transactional = new ArrayDeque<>();
    private final ArrayDeque<Waiting> bulk = new ArrayDeque<>();

    void add(LaneJob job, long now, Runnable unhook) {
        of(job.priority()).add(new Waiting(job, now, unhook));
    }

    /** The one that has waited longest. */
    @Nullable
    LaneJob first(Priority priority) {
        Waiting first = of(priority).peekFirst();
        return first == null ? null : first.job;
    }

    void removeFirst(Priority priority) {
        of(priority).removeFirst().unhook.run();
    }

    int size() {
        return transactional.size() + bulk.size();
    }

    int size(Priority priority) {
        return of(priority).size();
    }

    /** Takes out all. */
    List<LaneJob> drain() {
        return takeOut(waiting -> true);
    }

    /** Takes out those that have waited since before. */
    List<LaneJob> before(long moment) {
        List<LaneJob> jobs = new ArrayList<>();
        for (ArrayDeque<Waiting> queue : List.of(transactional, bulk)) {
            while (!queue.isEmpty() && queue.getFirst().since - moment < 0) {
                jobs.add(queue.getFirst().job);
                queue.removeFirst().unhook.run();
            }
        }
        return jobs;
    }

    /** Takes out those whose partition went to another worker. */
    List<LaneJob> lost() {
        return takeOut(waiting -> waiting.job.epoch().ended());
    }

    private List<LaneJob> takeOut(Predicate<Waiting> which) {
        List<LaneJob> jobs = new ArrayList<>();
        for (ArrayDeque<Waiting> queue : List.of(transactional, bulk)) {
            for (Iterator<Waiting> it = queue.iterator(); it.hasNext(); ) {
                Waiting waiting = it.next();
                if (which.test(waiting)) {
                    it.remove();
                    waiting.unhook.run();
                    jobs.add(waiting.job);
                }
            }
        }
        return jobs;
    }

    private ArrayDeque<Waiting> of(Priority priority) {
        return priority == Priority.BULK ? bulk : transactional;
    }
}
