package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;

/** Deferred mail waits on the bus, and not in the worker's memory. */
final class Waiting implements Scenario {
    private static final int LIMIT_MB = 20;

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String promise() {
        return "100,000 deferred messages wait: the worker's live heap grows by less than 20 MB";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY).with("PSR_RETRY_DELAYS", size == Size.QUICK ? "90s" : "8m");
    }

    @Override
    public void run(World world, Size size) {
        var rate = size.of(200, 400);
        var time = size.seconds(50, 250);
        var one = world.worker("one");
        // No faster than its lanes take it; the few that they park nevertheless wait, too.
        try (var steady = world.load().steady(rate, world.letters().plainTo(HEALTHY))) {
            world.lookout().pause(Duration.ofSeconds(15));
        }
        world.lookout().awaitTaken();
        var before = one.liveHeapBytes();
        var greylisted = new Recorder(() -> world.letters().of(Topics.OUTBOUND, HEALTHY, "greylist", Mail::delivered));
        try (var steady = world.load().steady(rate, greylisted)) {
            world.lookout().pause(time);
        }
        var count = greylisted.mails().size();
        var waiting = world.lookout().awaitTaken();
        var after = one.liveHeapBytes();
        var deferrals = world.lookout().observed().events().stream()
                .filter(event -> event.type().equals(MailEvent.Deferred.TYPE))
                .count();
        var grown = (after - before) / 1e6;
        world.notes()
                .figure("live heap %.1f MB before, %.1f MB while %d wait (%d after an attempt): %+.1f MB (limit %d)"
                        .formatted(before / 1e6, after / 1e6, waiting, deferrals, grown, LIMIT_MB));
        world.notes().check(grown < LIMIT_MB, "the live heap has grown by %.1f MB".formatted(grown));
        world.notes().check(waiting >= count * 95 / 100, "only " + waiting + " did still wait when it was measured");
        world.lookout().settle(PATIENCE.plusMinutes(8));
    }
}
