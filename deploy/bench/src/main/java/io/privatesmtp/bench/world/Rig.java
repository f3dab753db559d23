package io.privatesmtp.bench.world;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.embedded.Folders;
import io.privatesmtp.embedded.KafkaProcess;
import io.privatesmtp.embedded.Lifetime;
import io.privatesmtp.embedded.LogEnd;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Health;
import io.privatesmtp.standalone.system.Home;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Part;
import io.privatesmtp.standalone.system.QuietPorts;
import io.privatesmtp.standalone.system.ServiceLauncher;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A broker, workers as they are shipped, and the host that takes the mail, all processes of their own, for one case. */
public final class Rig implements AutoCloseable {
    /** So that mail which has to wait does not hold up the end of a run; 1 minute as shipped. */
    static final List<String> RETRY_DELAYS = List.of("2s", "10s");

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path folder;
    private final Guard guard;
    private final NameServer names;
    private final Receiver receiver;
    private final KafkaProcess broker;
    private final Bus bus;
    private final List<Long> workers = new ArrayList<>();
    private final List<WorkerJvm> jvms = new ArrayList<>();

    /** With one worker. */
    public Rig(Home outer, Case mail) {
        this(outer, mail, 1);
    }

    /** Returns once mail can be submitted. */
    public Rig(Home outer, Case mail, int howMany) {
        folder = outer.folder()
                .resolve("bench")
                .resolve(Long.toString(ProcessHandle.current().pid()));
        guard = Guard.over(folder);
        names = NameServer.start().ttl(Duration.ofHours(6));
        for (int i = 0; i < mail.domains(); i++) {
            var host = "mx." + Letters.recipientDomain(i);
            names.mx(Letters.recipientDomain(i), 10, host).a(host, Receiver.ADDRESS);
        }
        receiver = Receiver.start(mail.deferredPercent() > 0, folder, guard);
        broker = KafkaProcess.launch(folder.resolve("kafka"), QuietPorts.free(), Lifetime.DETACHED);
        guard.watch(broker.pid());
        broker.awaitReady();
        bus = new Bus(broker.bootstrapServers());
        bus.createTables();
        Tables.write(broker.bootstrapServers(), mail);
        for (int i = 1; i <= howMany; i++) {
            var pid = startWorker(outer, mail, "worker-" + i);
            workers.add(pid);
            jvms.add(new WorkerJvm(pid));
        }
    }

    /** For what its processes write; it is deleted when the rig is closed. */
    public Path folder() {
        return folder;
    }

    public Bus bus() {
        return bus;
    }

    public Receiver receiver() {
        return receiver;
    }

    /** What the processes have used since they were started. */
    public Split cpuSeconds() {
        return split(Usage::cpuSeconds);
    }

    /** What the workers' event loops have done since they were started. */
    public Work work() {
        return jvms.stream().map(WorkerJvm::eventLoops).reduce(new Work(0, 0), Work::plus);
    }

    /** What the workers hold on their heaps now, garbage left out. */
    public double liveHeapMiB() {
        return jvms.stream().mapToDouble(WorkerJvm::liveHeapMiB).sum();
    }

    /** From now on the receiver's host takes connections and the receiver says nothing, not even a greeting. */
    public void silenceReceiver() {
        receiver.stop();
    }

    /** Connections to the receiver that are established. */
    public long sessions() {
        return receiver.connections();
    }

    /** The most memory that each process had resident at once. */
    public Split peakRssMiB() {
        return split(Usage::peakRssMiB);
    }

    private Split split(ToDoubleFunction<Usage> figure) {
        return new Split(
                workers.stream().map(Usage::of).mapToDouble(figure).sum(),
                figure.applyAsDouble(Usage.of(broker.pid())),
                figure.applyAsDouble(Usage.of(receiver.pid())));
    }

    /** Kills all processes, from any thread. */
    public void abort() {
        guard.killAll();
    }

    @Override
    public void close() {
        jvms.forEach(WorkerJvm::close);
        bus.close();
        names.close();
        abort();
        Folders.delete(folder);
    }

    private long startWorker(Home outer, Case mail, String name) {
        var home = new Home(folder.resolve(name), outer.project(), environment(outer, mail));
        var process = new ServiceLauncher(home).start(Part.WORKER);
        guard.watch(process.pid());
        var health = new Health(home);
        var watch = Stopwatch.started();
        while (!health.isReady(Part.WORKER)) {
            if (!process.isAlive() || watch.elapsed().compareTo(START_LIMIT) > 0) {
                throw new Failure(
                        "the worker did not get ready; the end of its log:\n" + LogEnd.of(home.log(Part.WORKER)));
            }
            Parallel.pause(Duration.ofMillis(200));
        }
        return process.pid();
    }

    private Map<String, String> environment(Home outer, Case mail) {
        var environment = new HashMap<>(outer.environmentOfAnother());
        environment.put(Part.WORKER.portVariable(), Integer.toString(QuietPorts.free()));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("PSR_DNS_SERVERS", names.hostAndPort());
        environment.put("PSR_SMTP_PORT", Integer.toString(receiver.port()));
        environment.put("PSR_SMTP_ALLOW_NETWORKS", "127.0.0.0/8");
        environment.put("PSR_RETRY_DELAYS", String.join(",", RETRY_DELAYS));
        var keys = folder.resolve("keys");
        try {
            Keys.write(Files.createDirectories(keys), mail.signing());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + keys, e);
        }
        environment.put("PSR_TOPICS_PARTITIONS", Integer.toString(mail.partitions()));
        environment.put("PSR_DKIM_KEYS_DIR", keys.toString());
        return environment;
    }
}
