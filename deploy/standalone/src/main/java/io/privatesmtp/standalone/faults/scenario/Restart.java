package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.World;

/** A rolling update, over and over. */
final class Restart implements Scenario {
    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String promise() {
        return "rolling restarts (SIGTERM) of two workers under load: nothing lost, nothing doubled";
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(4, 20);
        var deeds = new Deeds(world);
        var one = world.worker("one");
        var two = world.worker("two");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            for (int round = 1; round <= rounds; round++) {
                deeds.restart(round % 2 == 0 ? two : one, "round " + round + " of " + rounds);
            }
        }
        world.lookout().settle(PATIENCE);
    }
}
