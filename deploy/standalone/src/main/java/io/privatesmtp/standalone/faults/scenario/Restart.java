package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;

/** A rolling update, over and over, while some hosts take their time over the final reply. */
final class Restart implements Scenario {
    private static final Site SLOW = new Site("slow.test", Site.BY_NAME);
    /** Within the 20 seconds that a worker waits for sends whose final dot is written. */
    private static final Duration FINAL_REPLY = Duration.ofSeconds(12);

    private static final int SLOW_PER_SECOND = 1;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String promise() {
        return "rolling restarts (SIGTERM) of two workers under load: nothing lost, nothing doubled";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY, SLOW).slow(FINAL_REPLY);
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(4, 20);
        var deeds = new Deeds(world);
        var one = world.worker("one");
        var two = world.worker("two");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY));
                var slow = world.load().steady(SLOW_PER_SECOND, () -> slow(world))) {
            for (int round = 1; round <= rounds; round++) {
                deeds.restart(round % 2 == 0 ? two : one, "round " + round + " of " + rounds);
            }
        }
        world.lookout().settle(PATIENCE);
    }

    private static Letter slow(World world) {
        return world.letters().of(Topics.OUTBOUND, SLOW, "slow", Mail::delivered);
    }
}
