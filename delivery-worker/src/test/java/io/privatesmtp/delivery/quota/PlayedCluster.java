package io.privatesmtp.delivery.quota;

import io.privatesmtp.bus.routing.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Workers that share quotas over a bus which takes its time, on virtual time in steps of a tenth of a second. */
final class PlayedCluster {
    static final int STEP_MILLIS = 100;

    private record Arrival(long at, Runnable what) {}

    private final class Worker {
        final Usages usages;
        final int phase;

        Worker(String name, double share, int phase) {
            this.usages = new Usages(name, () -> share);
            this.phase = phase;
        }
    }

    private final List<Worker> workers = new ArrayList<>();
    private final PriorityQueue<Arrival> bus = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final int latency;
    private boolean busAway;
    private Instant now;

    /** @param latency steps from writing to reading */
    PlayedCluster(Instant start, int latency) {
        this.now = start;
        this.latency = latency;
    }

    /** @param phase steps after the full second at which it ticks */
    void join(String name, double share, int phase) {
        workers.add(new Worker(name, share, phase));
    }

    void busAway(boolean away) {
        busAway = away;
    }

    Answer take(int worker, String what, Limit limit) {
        return workers.get(worker).usages.take(what, limit, now);
    }

    long used(int worker, String what) {
        return workers.get(worker).usages.usedInDay(what, now);
    }

    void step() {
        now = now.plusMillis(STEP_MILLIS);
        long at = now.toEpochMilli();
        while (!bus.isEmpty() && bus.peek().at <= at) {
            bus.poll().what.run();
        }
        if (busAway) {
            // What was to be written waits for the bus.
            return;
        }
        for (Worker worker : workers) {
            if (at / STEP_MILLIS % 10 == worker.phase) {
                worker.usages.tick(now, (row, use) -> publish(row, use, at));
            }
        }
    }

    private void publish(Usage row, DayUse use, long at) {
        bus.add(new Arrival(at + (long) latency * STEP_MILLIS, () -> {
            use.acknowledged();
            workers.forEach(worker -> worker.usages.read(row, now));
        }));
    }
}
