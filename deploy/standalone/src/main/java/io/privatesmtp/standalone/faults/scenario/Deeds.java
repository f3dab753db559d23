package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.Worker;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** What is done to a worker in the midst of its work, with what may follow from it. */
final class Deeds {
    /** A worker is given up by its group after 15 s without a sign of life. */
    private static final Duration PAST_THE_SESSION = Duration.ofSeconds(22);

    private static final int AT_WORK = 100;

    private final World world;
    private final Random random = new Random(6);

    Deeds(World world) {
        this.world = world;
    }

    void kill(Worker worker, String when) {
        awaitWork();
        killNow(worker, when);
    }

    void killNow(Worker worker, String when) {
        var from = Instant.now();
        world.notes().progress(when + ": kill -9 of worker " + worker.name());
        worker.kill();
        world.suffered(when + ", kill -9", from, World.PERMITS);
        world.start(worker);
    }

    void restart(Worker worker, String when) {
        awaitWork();
        world.notes().progress(when + ": SIGTERM to worker " + worker.name());
        var from = Instant.now();
        worker.terminate();
        world.suffered(when + ", restart", from, 0);
        world.start(worker);
    }

    void freeze(Worker worker, String when) {
        awaitWork();
        world.notes().progress(when + ": SIGSTOP to worker " + worker.name());
        var from = Instant.now();
        worker.freeze();
        world.lookout().pause(PAST_THE_SESSION);
        worker.resume();
        world.suffered(when + ", freeze", from, World.PERMITS);
        world.notes().progress(when + ": resumed");
        world.awaitReady(worker);
    }

    /** Until mail flows, and a moment more that is never the same. */
    private void awaitWork() {
        world.lookout().awaitArrivals(AT_WORK);
        world.lookout().pause(Duration.ofMillis(random.nextInt(2_000)));
    }
}
