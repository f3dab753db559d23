package io.privatesmtp.bench.peer;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.measure.Run;
import io.privatesmtp.bench.measure.Size;
import io.privatesmtp.bench.world.Receiver;
import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Usage;
import io.privatesmtp.bench.world.Work;
import io.privatesmtp.embedded.LogEnd;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.QuietPorts;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One mail system with its receiving host and its load, or none: the load goes straight to the receiving host then. */
final class PeerRun implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SHARE_OF_WARM_UP = 5;

    private final Path folder;
    private final Guard guard;
    private final Accounting system;
    private final Accounting load;
    private final Loader loader;
    private final Yardstick yardstick;
    private final Receiver receiver;
    private final String server;
    private final boolean isPeer;
    private final int share;
    private double peakRssMiB;

    /** @param aborter gets what kills all of it, from any thread, before anything is started */
    PeerRun(Path folder, Guard guard, @Nullable Peer peer, Consumer<Runnable> aborter) {
        this.folder = folder;
        this.guard = guard;
        system = accounting("system");
        load = accounting("load");
        loader = Loader.find(load, folder).orElseThrow(() -> new Failure("there is no smtp-source"));
        yardstick = Yardstick.find(folder).orElseThrow(() -> new Failure("there is no smtp-source"));
        isPeer = peer != null;
        share = peer == null ? Peer.USUAL_SHARE : peer.share();
        aborter.accept(this::abort);
        try {
            receiver = Receiver.counting(folder, guard);
            server = peer == null ? receiver.hostAndPort() : start(peer);
        } catch (RuntimeException e) {
            abort();
            throw e;
        }
    }

    /** Its worker is the peer; where there is none, the sending side. */
    Figures take(Case mail, Size size, Consumer<String> progress) {
        var count = size.messages() / share;
        run(count / SHARE_OF_WARM_UP, mail);
        List<Run> runs = new ArrayList<>();
        for (int i = 1; i <= size.runs(); i++) {
            var run = run(count, mail);
            if (isPeer) {
                run = run.beside(yardstick.measure(size.messages(), mail, receiver));
            }
            progress.accept("run %d of %d: %.0f messages/s, %.3f CPU seconds per 1000%s"
                    .formatted(
                            i,
                            size.runs(),
                            run.messagesPerSecond(),
                            run.cpuSecondsPer1000().worker(),
                            run.inYardsticks()));
            runs.add(run);
        }
        var peak = new Split(peakRssMiB, 0, Usage.of(receiver.pid()).peakRssMiB());
        return Figures.of("smtp-sink", runs, peak, null);
    }

    void abort() {
        guard.killAll();
        system.close();
        load.close();
        yardstick.close();
    }

    @Override
    public void close() {
        abort();
    }

    private Run run(int count, Case mail) {
        var cpu = cpuSeconds();
        var begin = Receiver.taken(folder);
        var watch = Stopwatch.started();
        var submission = CompletableFuture.supplyAsync(() -> loader.submit(count, mail.bytes(), server));
        var quiet = Stopwatch.started();
        long seen = begin;
        while (!submission.isDone() || seen < begin + Parallel.join(submission)) {
            Parallel.pause(TICK);
            peakRssMiB = Math.max(peakRssMiB, system.rssMiB());
            var now = Receiver.taken(folder);
            quiet = now == seen ? quiet : Stopwatch.started();
            seen = now;
            if (quiet.elapsed().compareTo(PATIENCE) > 0) {
                throw new Failure("no mail arrived for " + PATIENCE.toSeconds() + " s; the end of the system's log:\n"
                        + LogEnd.of(folder.resolve("peer.log")));
            }
        }
        var perSecond = Parallel.join(submission) / (watch.elapsed().toNanos() / 1e9);
        // it tidies up after the last 250
        Parallel.pause(Duration.ofSeconds(1));
        return Run.of(Parallel.join(submission), perSecond, cpuSeconds().minus(cpu), new Work(0, 0), 0);
    }

    private Split cpuSeconds() {
        return new Split(
                isPeer ? system.cpuSeconds() : loader.cpuSeconds(),
                0,
                Usage.of(receiver.pid()).cpuSeconds());
    }

    private String start(Peer peer) {
        try {
            var port = QuietPorts.free();
            var own = Files.createDirectory(folder.resolve("peer"));
            var log = folder.resolve("peer.log");
            var process = system.start(peer.prepare(own, port, receiver.hostAndPort()), log);
            guard.watch(process.pid());
            Receiver.awaitPort(process, "127.0.0.1", port, peer.name(), log);
            return "127.0.0.1:" + port;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + peer.name(), e);
        }
    }

    private static Accounting accounting(String name) {
        return Accounting.create(name).orElseThrow(() -> new Failure("there is no control group " + name));
    }
}
