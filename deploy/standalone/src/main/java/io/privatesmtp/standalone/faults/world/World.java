package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.embedded.Folders;
import io.privatesmtp.standalone.faults.evidence.Fault;
import io.privatesmtp.standalone.faults.evidence.Findings;
import io.privatesmtp.standalone.faults.evidence.Ledger;
import io.privatesmtp.standalone.faults.evidence.Verification;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.QuietPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A broker, receiving hosts, workers and a load of mail, all of one scenario's own. Used by one thread. */
public final class World implements AutoCloseable {
    /** The workers' default; with it a crash may double so many mails. */
    public static final int PERMITS = 100;

    /** Clocks and buffers: what a killed process wrote is read a moment later. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Path folder;
    private final Path project;
    private final Map<String, String> environment;
    private final Guard guard;
    private final Node broker;
    private final Receiver receiver;
    private final Groups groups;
    private final Load load;
    private final Load largeLoad;
    private final Ledger ledger = new Ledger();
    private final Letters letters = new Letters();
    private final Lookout lookout;
    private final Notes notes;
    private final List<Worker> workers = new ArrayList<>();
    private @Nullable Services services;
    private volatile boolean aborted;

    /** Starts everything but workers; when something does not start, nothing runs on. */
    public World(Path folder, Home outer, Setup setup, Consumer<String> progress) {
        this.folder = folder;
        this.project = outer.project();
        this.notes = new Notes(progress);
        guard = Guard.over(folder);
        broker = new Node(folder.resolve("kafka"), QuietPorts.free(), guard);
        try {
            broker.start();
            receiver = new Receiver(folder, setup.sites(), setup.slow(), guard);
            groups = new Groups(broker.servers());
            if (setup.tables()) {
                groups.createTables();
                Tables.write(broker.servers());
            }
        } catch (RuntimeException e) {
            guard.killAll();
            Folders.delete(folder);
            throw e;
        }
        load = new Load(broker.servers(), ledger, 8 << 20);
        largeLoad = new Load(broker.servers(), ledger, 37 << 20);
        lookout = new Lookout(receiver, groups, load, ledger, notes, () -> aborted);
        environment = new HashMap<>(outer.environmentOfAnother());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.servers());
        environment.put("PSR_DNS_SERVERS", receiver.nameServer());
        environment.put("PSR_SMTP_PORT", Integer.toString(receiver.smtpPort()));
        environment.put("PSR_SMTP_ALLOW_NETWORKS", "127.0.0.0/8");
        environment.put("PSR_TOPICS_PARTITIONS", "6");
        environment.put("PSR_RETRY_DELAYS", "2s,10s");
        environment.putAll(setup.workerSettings());
    }

    public Node broker() {
        return broker;
    }

    public Load load() {
        return load;
    }

    /** For messages of many megabytes, which others need not stand behind. */
    public Load largeLoad() {
        return largeLoad;
    }

    public Letters letters() {
        return letters;
    }

    public Lookout lookout() {
        return lookout;
    }

    public Notes notes() {
        return notes;
    }

    /** A worker of this name, joined to its groups. */
    public Worker worker(String name) {
        var worker = unstarted(name);
        start(worker);
        return worker;
    }

    public Worker unstarted(String name) {
        var worker = new Worker(name, home("worker-" + name), guard);
        workers.add(worker);
        return worker;
    }

    /** Starts a worker, again where it was stopped, and returns once it has joined its groups. */
    public void start(Worker worker) {
        worker.launch();
        awaitReady(worker);
        lookout.watch(broker.servers());
    }

    private Home home(String name) {
        var own = new HashMap<>(environment);
        Arrays.stream(Part.values()).forEach(part -> own.put(part.portVariable(), Integer.toString(QuietPorts.free())));
        return new Home(folder.resolve(name), project, own);
    }

    /** The services that write the tables, started and healthy. */
    public Services services() {
        services = new Services(home("services"), guard);
        return services;
    }

    /** Returns when a rule is on the bus: all that it names is there, too. */
    public void awaitRule() {
        lookout.await("a rule on the bus", Duration.ofMinutes(1), () -> groups.records(Topics.RULES) > 0);
    }

    public void awaitReady(Worker worker) {
        lookout.await("worker " + worker.name() + " joins", Duration.ofMinutes(2), () -> {
            if (!worker.runs()) {
                throw new Failure("worker " + worker.name() + " ended");
            }
            return worker.isReady();
        });
    }

    /** Does something that may double mail, and notes how long it took. */
    public void suffer(String what, int mayDouble, Runnable deed) {
        var from = Instant.now();
        deed.run();
        ledger.suffered(new Fault(what, from, Instant.now().plus(SLACK), mayDouble));
    }

    public Findings verify() {
        lookout.refresh();
        if (ledger.unacknowledged() > 0) {
            notes.figure(ledger.unacknowledged() + " submissions were never acknowledged to their producer");
        }
        return Verification.of(ledger.mails(), ledger.faults(), lookout.observed());
    }

    /** The logs of workers and services, by what they may be called elsewhere. */
    public Map<String, Path> logs() {
        var logs = new HashMap<String, Path>();
        workers.forEach(worker -> logs.put(worker.name() + ".log", worker.log()));
        if (services != null) {
            logs.putAll(services.logs());
        }
        return logs;
    }

    /** Kills all processes; the scenario that runs fails. May be called by any thread. */
    public void abort() {
        aborted = true;
        guard.killAll();
    }

    @Override
    public void close() {
        try {
            if (services != null) {
                services.close();
            }
        } finally {
            abort();
            receiver.close();
            load.close();
            largeLoad.close();
            groups.close();
            lookout.close();
            Folders.delete(folder);
        }
    }
}
