package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.evidence.Latencies;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;

/** A healthy host's mail beside hosts that are slow, closed and suspicious. */
final class Neighbours implements Scenario {
    private static final Site TARPIT = new Site("tarpit.test", "tarpit:3");
    private static final Site CLOSED = new Site("closed.test", "closed:3600");
    private static final Site GREYLIST = new Site("greylist.test", "greylist");
    private static final int HEALTHY_PER_SECOND = 40;
    private static final int TROUBLED_PER_SECOND = 2;
    private static final double LIMIT = 1.10;

    @Override
    public String name() {
        return "neighbours";
    }

    @Override
    public String promise() {
        return "a tarpit, a host that says 421 for an hour, a greylisting one: a healthy host's mail is as fast as without";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY, TARPIT, CLOSED, GREYLIST)
                .with("PSR_LANE_BACK_OFF", "5s")
                .with("PSR_LANE_MAX_BACK_OFF", "10s");
    }

    @Override
    public void run(World world, Size size) {
        var rounds = size.of(2, 8);
        var time = size.seconds(15, 40);
        world.worker("one");
        world.load().submit(4_000, world.letters().plainTo(HEALTHY));
        world.lookout().settle(PATIENCE);
        var p95 = new Rounds();
        for (int round = 1; round <= rounds; round++) {
            var of = ", round " + round + " of " + rounds;
            world.notes().progress("without neighbours" + of);
            p95.alone(healthy(world, time));
            world.notes().progress("beside neighbours" + of);
            p95.beside(besideTrouble(world, time));
            world.lookout().settle(PATIENCE.plusSeconds(60));
        }
        p95.judge(world, "the healthy host's", "its neighbours", LIMIT);
    }

    /** The p95 of the healthy host's mail while nothing else is sent. */
    private static Duration healthy(World world, Duration time) {
        var mails = new Recorder(world.letters().plainTo(HEALTHY));
        try (var steady = world.load().steady(HEALTHY_PER_SECOND, mails)) {
            world.lookout().pause(time);
        }
        world.lookout().awaitAll(mails.mails());
        return Latencies.of(mails.mails(), world.lookout().observed()).percentile(95);
    }

    private static Duration besideTrouble(World world, Duration time) {
        var letters = world.letters();
        try (var tarpit = world.load().steady(TROUBLED_PER_SECOND, letters.plainTo(TARPIT));
                var closed = world.load()
                        // so that it ends within a round
                        .steady(TROUBLED_PER_SECOND, () -> letters.expiring(CLOSED, Duration.ofSeconds(20)));
                var greylist = world.load().steady(TROUBLED_PER_SECOND, letters.plainTo(GREYLIST))) {
            // until the troubled are in full trouble
            world.lookout().pause(Duration.ofSeconds(5));
            return healthy(world, time);
        }
    }
}
