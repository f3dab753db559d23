package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.World;

/** Each of the worst things that happen to a worker, once, in one world. */
public final class KillRestartFreeze implements Scenario {
    @Override
    public String name() {
        return "kill-restart-freeze";
    }

    @Override
    public String promise() {
        return "a kill, a restart and a freeze: nothing lost, at most 100 doubled by the kill and by the freeze";
    }

    @Override
    public void run(World world, Size size) {
        var deeds = new Deeds(world);
        var one = world.worker("one");
        var two = world.worker("two");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            deeds.restart(two, "of two workers");
            deeds.kill(one, "of two workers");
            deeds.freeze(two, "of two workers");
        }
        world.lookout().settle(PATIENCE);
    }
}
