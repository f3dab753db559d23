package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.Worker;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;
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
        kill(worker, when, 0);
    }

    /** @param doubledByItsReturn mail in partitions that others give back to it, at most */
    void kill(Worker worker, String when, int doubledByItsReturn) {
        awaitWork();
        killNow(worker, when, doubledByItsReturn);
    }

    void killNow(Worker worker, String when) {
        killNow(worker, when, 0);
    }

    private void killNow(Worker worker, String when, int doubledByItsReturn) {
        world.notes().progress(when + ": kill -9 of worker " + worker.name());
        world.suffer(when + ", kill -9", World.PERMITS, worker::kill);
        world.suffer(when + ", return", doubledByItsReturn, () -> world.start(worker));
    }

    void restart(Worker worker, String when) {
        awaitWork();
        world.notes().progress(when + ": SIGTERM to worker " + worker.name());
        world.suffer(when + ", restart", 0, worker::terminate);
        world.start(worker);
    }

    void freeze(Worker worker, String when) {
        awaitWork();
        world.notes().progress(when + ": SIGSTOP to worker " + worker.name());
        world.suffer(when + ", freeze", World.PERMITS, () -> {
            worker.freeze();
            world.lookout().pause(PAST_THE_SESSION);
            worker.resume();
        });
        world.notes().progress(when + ": resumed");
        world.awaitReady(worker);
    }

    /** Until mail flows, and a moment more that is never the same. */
    private void awaitWork() {
        world.lookout().awaitArrivals(AT_WORK);
        world.lookout().pause(Duration.ofMillis(random.nextInt(2_000)));
    }
}
