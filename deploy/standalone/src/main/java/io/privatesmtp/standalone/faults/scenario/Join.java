package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.World;
import io.privatesmtp.standalone.system.Stopwatch;
import java.time.Duration;

/** Partitions move to and fro. */
final class Join implements Scenario {
    private static final Duration EACH = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "join";
    }

    @Override
    public String promise() {
        return "a second worker joins or leaves every 20 s under load: nothing lost, nothing doubled";
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(2, 8);
        world.worker("one");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            world.lookout().awaitArrivals(LOAD);
            var two = world.unstarted("two");
            for (int round = 1; round <= rounds; round++) {
                var watch = Stopwatch.started();
                world.notes().progress("round " + round + " of " + rounds + ": worker two joins");
                world.start(two);
                world.lookout().pause(EACH.minus(watch.elapsed()));
                world.notes().progress("round " + round + " of " + rounds + ": worker two leaves");
                world.suffer("round " + round + ", leaving", 0, two::terminate);
                world.lookout().pause(EACH.multipliedBy(2).minus(watch.elapsed()));
            }
        }
        world.lookout().settle(PATIENCE);
    }
}
