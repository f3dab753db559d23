package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Latencies;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.Site;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;
import java.util.List;

/** Somebody wants a new password while a campaign is under way, to the same hosts. */
final class Priority implements Scenario {
    private static final List<Site> SITES =
            List.of(HEALTHY, new Site("second.test", Site.BY_NAME), new Site("third.test", Site.BY_NAME));
    private static final int RESETS_PER_SECOND = 5;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "priority";
    }

    @Override
    public String promise() {
        return "a campaign on mail.bulk: password resets arrive nearly as fast as in an idle system";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(SITES.toArray(Site[]::new));
    }

    @Override
    public void run(World world, Size size) {
        var campaign = size.of(20_000, 100_000);
        world.worker("one");
        // the first mails of a worker are slow: they are not what is measured
        world.load().submit(2_000, () -> bulk(world));
        world.lookout().settle(PATIENCE);
        var idle = resets(world, "in an idle system", () -> world.lookout().pause(size.seconds(15, 60)));
        var busy = resets(world, "during the campaign", () -> {
            world.load().submit(campaign, () -> bulk(world));
            world.lookout().awaitArrivals(campaign * 9 / 10);
        });
        world.lookout().settle(PATIENCE);
        report(world, "in an idle system", idle);
        var during = report(world, "during a campaign of " + campaign, busy);
        world.notes()
                .check(
                        during.compareTo(LIMIT) < 0,
                        "95 of 100 resets took up to " + during.toMillis() + " ms during the campaign");
    }

    /** Submits resets while something is going on. */
    private static List<Mail> resets(World world, String when, Runnable meanwhile) {
        world.notes().progress("password resets " + when);
        var resets = new Recorder(() -> world.letters().of(Topics.OUTBOUND, HEALTHY, "reset", Mail::delivered));
        try (var steady = world.load().steady(RESETS_PER_SECOND, resets)) {
            meanwhile.run();
        }
        return resets.mails();
    }

    private static Duration report(World world, String when, List<Mail> resets) {
        var latencies = Latencies.of(resets, world.lookout().observed());
        var p95 = latencies.percentile(95);
        world.notes()
                .figure("%d password resets %s: p50 %d ms, p95 %d ms, p99 %d ms"
                        .formatted(
                                resets.size(),
                                when,
                                latencies.percentile(50).toMillis(),
                                p95.toMillis(),
                                latencies.percentile(99).toMillis()));
        return p95;
    }

    private static Letter bulk(World world) {
        var n = world.letters().written();
        return world.letters().of(Topics.BULK, SITES.get(n % SITES.size()), "bulk", Mail::delivered);
    }
}
