package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.embedded.Folders;
import io.privatesmtp.standalone.faults.evidence.Fault;
import io.privatesmtp.standalone.faults.evidence.Findings;
import io.privatesmtp.standalone.faults.evidence.Ledger;
import io.privatesmtp.standalone.faults.evidence.Observed;
import io.privatesmtp.standalone.faults.evidence.Verification;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A broker, receiving hosts, workers and a load of mail, all of one scenario's own. Used by one thread. */
public final class World implements AutoCloseable {
    /** The workers' default; with it a crash may double so many mails. */
    public static final int PERMITS = 100;

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration REPORT = Duration.ofSeconds(5);
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
    private final Ledger ledger = new Ledger();
    private final Letters letters = new Letters();
    private final Observed observed = new Observed();
    private final Notes notes;
    private final List<Worker> workers = new ArrayList<>();
    private @Nullable BusWatch bus;
    private Stopwatch sinceReport = Stopwatch.started();
    private volatile boolean aborted;

    /** Starts everything but workers. */
    public World(Path folder, Home outer, Setup setup, Consumer<String> progress) {
        this.folder = folder;
        this.project = outer.project();
        this.notes = new Notes(progress);
        guard = Guard.over(folder);
        broker = new Node(folder.resolve("kafka"), QuietPorts.free(), guard);
        broker.start();
        receiver = new Receiver(folder, setup.sites(), setup.slow(), guard);
        groups = new Groups(broker.servers());
        groups.createTables(Tables.TOPICS);
        Tables.write(broker.servers());
        load = new Load(broker.servers(), ledger);
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

    public Letters letters() {
        return letters;
    }

    public Notes notes() {
        return notes;
    }

    /** A worker of this name, joined to its groups. */
    public Worker worker(String name) {
        var own = new HashMap<>(environment);
        own.put("PSR_WORKER_PORT", Integer.toString(QuietPorts.free()));
        var worker = new Worker(name, new Home(folder.resolve("worker-" + name), project, own), guard);
        workers.add(worker);
        start(worker);
        return worker;
    }

    /** Starts a worker, again where it was stopped, and returns once it has joined its groups. */
    public void start(Worker worker) {
        worker.launch();
        await("worker " + worker.name() + " joins", Duration.ofMinutes(2), () -> {
            if (!worker.runs()) {
                throw new Failure("worker " + worker.name() + " ended");
            }
            return worker.isReady();
        });
        if (bus == null) {
            bus = new BusWatch(broker.servers());
        }
    }

    /** Notes that something was done until now that may double mail. */
    public void suffered(String what, int mayDouble) {
        ledger.suffered(new Fault(what, Instant.now().plus(SLACK), mayDouble));
    }

    /** Returns when so many mails more have arrived: the system is at work. */
    public void awaitArrivals(int more) {
        refresh();
        var wanted = observed.arrivals().size() + more;
        await(
                more + " arrivals",
                Duration.ofMinutes(2),
                () -> observed.arrivals().size() >= wanted);
    }

    public void pause(Duration time) {
        var watch = Stopwatch.started();
        while (watch.elapsed().compareTo(time) < 0) {
            tick(time.minus(watch.elapsed()));
        }
    }

    /** Waits until every mail has ended and every record is committed, as long as something happens. */
    public void settle(Duration patience) {
        load.flush();
        notes.progress("waiting until all is settled");
        var quiet = Stopwatch.started();
        int seen = -1;
        long left = -1;
        while (true) {
            refresh();
            var now = open() > 0 ? -1 : groups.unsettled();
            if (open() == 0 && now == 0) {
                return;
            }
            if (observed.size() != seen || now != left) {
                quiet = Stopwatch.started();
                seen = observed.size();
                left = now;
            } else if (quiet.elapsed().compareTo(patience) > 0) {
                notes.check(
                        false,
                        "nothing happened for " + patience.toSeconds() + " s, and " + open()
                                + " recipients have no end, " + groups.unsettled() + " records are not committed");
                return;
            }
            tick(TICK.multipliedBy(2));
        }
    }

    public Findings verify() {
        refresh();
        if (ledger.unacknowledged() > 0) {
            notes.figure(ledger.unacknowledged() + " submissions were never acknowledged to their producer");
        }
        return Verification.of(ledger.mails(), ledger.faults(), observed);
    }

    public Observed observed() {
        return observed;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The workers' logs, by what they may be called elsewhere. */
    public Map<String, Path> logs() {
        return workers.stream().collect(Collectors.toMap(worker -> worker.name() + ".log", Worker::log));
    }

    /** Kills all processes; the scenario that runs fails. May be called by any thread. */
    public void abort() {
        aborted = true;
        guard.killAll();
    }

    @Override
    public void close() {
        abort();
        receiver.close();
        load.close();
        groups.close();
        if (bus != null) {
            bus.close();
        }
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }

    private long open() {
        return ledger.mails().stream()
                .filter(mail -> !observed.hasEnded(mail.recipient()))
                .count();
    }

    private void await(String what, Duration limit, BooleanSupplier condition) {
        var watch = Stopwatch.started();
        while (!condition.getAsBoolean()) {
            if (watch.elapsed().compareTo(limit) > 0) {
                throw new Failure("waited " + limit.toSeconds() + " s in vain: " + what);
            }
            tick(TICK);
        }
    }

    private void tick(Duration time) {
        if (aborted) {
            throw new Failure("interrupted");
        }
        Parallel.pause(time.compareTo(TICK) < 0 ? time : TICK);
        refresh();
        if (sinceReport.elapsed().compareTo(REPORT) > 0) {
            sinceReport = Stopwatch.started();
            notes.progress(ledger.size() + " submitted, " + observed.arrivals().size() + " arrived");
        }
    }

    private void refresh() {
        receiver.refresh(observed);
        if (bus != null) {
            bus.refresh(observed);
        }
    }
}
