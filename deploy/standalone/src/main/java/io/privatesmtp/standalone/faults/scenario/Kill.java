package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.Worker;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Workers die while mail flows, and while one host takes minutes over its final reply. */
final class Kill implements Scenario {
    private static final Site SLOW = new Site("slow.test", Site.BY_NAME);
    private static final int SLOW_MAILS = 3;
    private static final int PER_SECOND = 100;

    private final Random random = new Random(6);

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
        return new Setup(List.of(HEALTHY, SLOW), size.seconds(10, 30, 300), Map.of());
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(1, 2, 25);
        var one = world.worker("one");
        try (var steady = world.load().steady(PER_SECOND, () -> world.letters().mixed(HEALTHY))) {
            world.load().submit(SLOW_MAILS, () -> slow(world));
            for (int round = 1; round <= rounds; round++) {
                killAndRestart(world, one, "one worker, round " + round + " of " + rounds);
            }
            var two = world.worker("two");
            world.load().submit(SLOW_MAILS, () -> slow(world));
            for (int round = 1; round <= rounds; round++) {
                var victim = round % 2 == 0 ? one : two;
                killAndRestart(world, victim, "two workers, round " + round + " of " + rounds);
            }
        }
        world.settle(setup(size).slow().plusSeconds(60));
    }

    /** In the midst of its work: a moment after mail has begun to flow. */
    private void killAndRestart(World world, Worker victim, String round) {
        world.awaitArrivals(PER_SECOND);
        world.pause(Duration.ofMillis(random.nextInt(2_000)));
        world.notes().progress(round + ": kill -9 of worker " + victim.name());
        victim.kill();
        world.suffered(round + ", kill -9", World.PERMITS);
        world.start(victim);
    }

    private static Letter slow(World world) {
        return world.letters().of(Topics.OUTBOUND, SLOW, "slow", Mail::delivered);
    }
}
