package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.World;

/** A worker sleeps past its session, and wakes up without knowing. */
final class Freeze implements Scenario {
    @Override
    public String name() {
        return "freeze";
    }

    @Override
    public String promise() {
        return "a worker stopped past its session timeout and resumed, beside another: nothing lost, at most 100 doubled by each";
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(1, 6);
        var deeds = new Deeds(world);
        var one = world.worker("one");
        var two = world.worker("two");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            for (int round = 1; round <= rounds; round++) {
                deeds.freeze(round % 2 == 0 ? two : one, "round " + round + " of " + rounds);
            }
            world.lookout().awaitArrivals(LOAD);
        }
        world.lookout().settle(PATIENCE);
    }
}
