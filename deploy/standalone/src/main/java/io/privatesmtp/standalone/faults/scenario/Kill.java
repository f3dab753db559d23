package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.World;

/** Workers die while mail flows, and while one host takes minutes over its final reply. */
final class Kill implements Scenario {
    private static final Site SLOW = new Site("slow.test", Site.BY_NAME);
    private static final int SLOW_MAILS = 3;

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String promise() {
        return "kill -9 of a worker under load, with one worker and with two: nothing lost, at most 100 doubled by each";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY, SLOW).slow(size.seconds(30, 300));
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(2, 25);
        var deeds = new Deeds(world);
        var one = world.worker("one");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            world.load().submit(SLOW_MAILS, () -> slow(world));
            for (int round = 1; round <= rounds; round++) {
                deeds.kill(one, "one worker, round " + round + " of " + rounds);
            }
            var two = world.worker("two");
            world.load().submit(SLOW_MAILS, () -> slow(world));
            for (int round = 1; round <= rounds; round++) {
                var when = "two workers, round " + round + " of " + rounds;
                // The other worker gives partitions back to it, and no drain waits for minutes.
                deeds.kill(round % 2 == 0 ? one : two, when, SLOW_MAILS);
            }
        }
        world.lookout().settle(setup(size).slow().plusSeconds(60));
    }

    private static Letter slow(World world) {
        return world.letters().of(Topics.OUTBOUND, SLOW, "slow", Mail::delivered);
    }
}
