package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.embedded.Lifetime;
import io.privatesmtp.embedded.PostgresProcess;
import io.privatesmtp.standalone.demo.Panel;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Health;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.ServiceLauncher;
import io.privatesmtp.standalone.system.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** provisioning-service and routing-service with their database, each a process of its own. */
public final class Services {
    private static final List<Part> SERVICES = List.of(Part.PROVISIONING, Part.ROUTING);
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Home home;
    private final Path data;
    private final Guard guard;
    private PostgresProcess database;
    private long databasePid;

    /** Starts them, and returns once both are healthy. */
    Services(Home home, Guard guard) {
        this.home = home;
        this.guard = guard;
        this.data = home.folder().resolve("postgres");
        database = launch();
        databasePid = database.pid();
        guard.watch(databasePid);
        SERVICES.forEach(
                part -> guard.watch(new ServiceLauncher(home).start(part).pid()));
        awaitReady();
    }

    /** Opens the account, gives it its address, and lets its domain leave from there, as people do it. */
    public void provision() {
        var panel = panel();
        panel.addAddress(Letters.SHARED, "out.provider.test", "shared");
        panel.addAddress(Letters.PRIVATE, "out." + Letters.OWNER_DOMAIN, "private");
        panel.openAccount(Letters.OWNER, "Acme Corporation");
        panel.buyAddress(Letters.OWNER, Letters.PRIVATE);
        route(Letters.OWNER_DOMAIN);
    }

    /** Lets another domain of the account leave from its address. */
    public void route(String domain) {
        panel().route(Letters.OWNER, domain, Letters.PRIVATE);
    }

    public void stopDatabase() {
        database.close();
        guard.forget(databasePid);
    }

    /** Stops the database, whose children would outlive a kill for a moment. The others are killed with the world. */
    void close() {
        if (ProcessHandle.of(databasePid).isPresent()) {
            stopDatabase();
        }
    }

    public void startDatabase() {
        database = launch();
        databasePid = database.pid();
        guard.watch(databasePid);
    }

    public boolean areReady() {
        var health = new Health(home);
        return SERVICES.stream().allMatch(health::isReady);
    }

    public void awaitReady() {
        var watch = Stopwatch.started();
        while (!areReady()) {
            if (watch.elapsed().compareTo(START_LIMIT) > 0) {
                throw new Failure("the services did not get healthy within " + START_LIMIT.toSeconds() + " s");
            }
            Parallel.pause(Duration.ofMillis(200));
        }
    }

    Map<String, Path> logs() {
        return Map.of(
                "provisioning-service.log", home.log(Part.PROVISIONING), "routing-service.log", home.log(Part.ROUTING));
    }

    private PostgresProcess launch() {
        return PostgresProcess.start(data, home.port(Part.POSTGRES), home.databasePassword(), Lifetime.DETACHED);
    }

    private Panel panel() {
        return new Panel(home);
    }
}
