package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.Services;
import io.privatesmtp.standalone.faults.world.Setup;
import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;

/** The database is away: nothing can be provisioned, and mail leaves all the same. With all three services. */
final class Database implements Scenario {
    @Override
    public String name() {
        return "database";
    }

    @Override
    public String promise() {
        return "PostgreSQL down for two minutes (with provisioning and routing services): delivery goes on";
    }

    @Override
    public Setup setup(Size size) {
        return Setup.of(HEALTHY).withoutTables();
    }

    @Override
    public void run(World world, Size size) {
        var down = size.seconds(20, 120);
        var services = world.services();
        services.provision();
        world.awaitRule();
        world.worker("one");
        try (var steady = world.load().steady(LOAD, () -> world.letters().mixed(HEALTHY))) {
            world.lookout().awaitArrivals(2 * LOAD);
            services.stopDatabase();
            world.notes().progress("the database is down");
            deliveryGoesOn(world, services, down);
            services.startDatabase();
            world.notes().progress("the database is back");
            services.awaitReady();
            services.route("late.test");
            world.notes().figure("afterwards both services were healthy again, and took and approved a request");
        }
        world.lookout().settle(PATIENCE);
    }

    private static void deliveryGoesOn(World world, Services services, Duration down) {
        var worst = Integer.MAX_VALUE;
        var total = 0;
        for (long second = 0; second < down.toSeconds(); second += 5) {
            var before = world.lookout().observed().arrivals().size();
            world.lookout().pause(Duration.ofSeconds(5));
            var more = world.lookout().observed().arrivals().size() - before;
            worst = Math.min(worst, more);
            total += more;
        }
        world.notes().check(!services.areReady(), "the services called themselves ready without their database");
        world.notes()
                .figure("%d mails arrived in the %d s without a database, never fewer than %d in 5 s"
                        .formatted(total, down.toSeconds(), worst));
        world.notes().check(worst > 0, "no mail arrived for 5 s while the database was down");
    }
}
