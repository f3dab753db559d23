package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;

/** The bus is away: nothing can be acknowledged, and nothing may be sent for long without that. */
final class Broker implements Scenario {
    @Override
    public String name() {
        return "broker";
    }

    @Override
    public String promise() {
        return "the broker stopped, and killed, for a minute under load: nothing lost";
    }

    @Override
    public void run(World world, Size size) {
        var away = size.seconds(20, 60);
        world.worker("one");
        world.worker("two");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            away(world, "SIGTERM", () -> world.broker().terminate(), away);
            away(world, "kill -9", () -> world.broker().kill(), away);
            world.lookout().awaitArrivals(LOAD);
        }
        world.lookout().settle(PATIENCE);
    }

    private static void away(World world, String how, Runnable stop, Duration time) {
        world.lookout().awaitArrivals(5 * LOAD);
        world.notes().progress("the broker goes, by " + how);
        world.suffer("broker away by " + how, 2 * World.PERMITS, () -> {
            stop.run();
            world.lookout().pause(time);
            world.broker().start();
        });
        world.notes().progress("the broker is back");
    }
}
