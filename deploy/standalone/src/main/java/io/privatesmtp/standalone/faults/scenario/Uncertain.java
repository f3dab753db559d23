package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.standalone.faults.evidence.Ending;
import io.privatesmtp.standalone.faults.evidence.Mail;
import io.privatesmtp.standalone.faults.evidence.Told;
import io.privatesmtp.standalone.faults.world.Letter;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The connection is lost after the final dot: nobody can know whether the mail was taken. It happens among other mail, as a host that
 * loses every connection is left alone, and what this is about would seldom be seen.
 */
final class Uncertain implements Scenario {
    private static final String ONCE = "droponce";
    private static final String ALWAYS = "drop";

    @Override
    public String name() {
        return "uncertain";
    }

    @Override
    public String promise() {
        return "connections lost after the final dot: tried again, and meanwhile told as neither delivered nor bounced";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY)
                .with("PSR_MESSAGE_MAX_LIFETIME", "PT2M")
                .with("PSR_LANE_BACK_OFF", "1s")
                .with("PSR_LANE_MAX_BACK_OFF", "2s");
    }

    @Override
    public void run(World world, Size size) {
        world.worker("one");
        try (var plain = world.load().steady(100, () -> world.letters().plain(HEALTHY));
                var once = world.load().steady(5, () -> once(world))) {
            world.lookout().pause(size.seconds(10, 100));
        }
        try (var plain = world.load().steady(100, () -> world.letters().plain(HEALTHY));
                var always = world.load().steady(1, () -> always(world))) {
            world.lookout().pause(size.seconds(5, 50));
        }
        world.lookout().settle(PATIENCE);
        check(world);
    }

    /** The second time its host replies. */
    private static Letter once(World world) {
        return world.letters()
                .of(
                        Topics.OUTBOUND,
                        HEALTHY,
                        ONCE,
                        (to, source, at) -> new Mail(to, source, Ending.DELIVERED, at, 2, 0));
    }

    /** Its host never replies, so that its time runs out. */
    private static Letter always(World world) {
        return world.letters()
                .of(
                        Topics.OUTBOUND,
                        HEALTHY,
                        ALWAYS,
                        (to, source, at) -> new Mail(to, source, Ending.BOUNCED, at, Integer.MAX_VALUE, 0));
    }

    private static void check(World world) {
        Map<String, Instant> uncertain = new HashMap<>();
        int doubts = 0;
        for (var event : world.lookout().observed().events()) {
            if (event.type().equals(MailEvent.Deferred.TYPE) && event.uncertain()) {
                uncertain.putIfAbsent(event.recipient(), event.at());
                doubts++;
            }
        }
        for (Told event : world.lookout().observed().events()) {
            var dropped = event.recipient().startsWith(ALWAYS);
            if (dropped && event.terminal()) {
                var doubted = uncertain.get(event.recipient());
                world.notes()
                        .check(
                                doubted != null && !event.at().isBefore(doubted),
                                event.recipient() + " was told as " + event.type()
                                        + " before it was told as uncertain");
            }
        }
        world.notes().figure(doubts + " deferrals were told as uncertain, of " + uncertain.size() + " recipients");
    }
}
