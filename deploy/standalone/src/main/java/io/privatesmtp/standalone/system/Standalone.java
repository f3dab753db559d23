package io.privatesmtp.standalone.system;

import io.privatesmtp.embedded.KafkaProcess;
import io.privatesmtp.embedded.Lifetime;
import io.privatesmtp.embedded.LogEnd;
import io.privatesmtp.embedded.Ports;
import io.privatesmtp.embedded.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The system of one home: starts what does not run, and stops what does. */
public final class Standalone {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    private final Home home;
    private final Consumer<String> progress;
    private final Health health;
    private final ServiceLauncher launcher;
    private final ReadWriteLock starts = new ReentrantReadWriteLock();
    private volatile boolean stopping;

    public Standalone(Home home, Consumer<String> progress) {
        this.home = home;
        this.progress = progress;
        this.health = new Health(home);
        this.launcher = new ServiceLauncher(home);
    }

    /** Returns once every part is healthy. */
    public void up() {
        var missing = Arrays.stream(Part.values())
                .filter(part -> running(part).isEmpty())
                .toList();
        missing.forEach(this::mustBeStartable);
        Parallel.each(missing.stream().filter(part -> !part.isService()).toList(), this::startStore);
        missing.stream().filter(Part::isService).forEach(this::startService);
        Parallel.each(Part.services(), this::awaitReady);
    }

    /** Nothing can be started after. What was started until then is noted, so that {@link #down} of another JVM finds it. */
    public void startNoMore() {
        starts.writeLock().lock();
        try {
            stopping = true;
        } finally {
            starts.writeLock().unlock();
        }
    }

    /** Stops the services, which may still finish what they do, then what they need. Nothing can be started after. */
    public void down() {
        startNoMore();
        var services = running(Part.services());
        Parallel.each(services, this::stop);
        var stores = running(List.of(Part.KAFKA, Part.POSTGRES));
        Parallel.each(stores, this::stop);
        if (services.isEmpty() && stores.isEmpty()) {
            progress.accept("Nothing was running.");
        }
    }

    public Optional<ProcessHandle> running(Part part) {
        return home.pidFile(part).running(mark(part));
    }

    private List<Part> running(List<Part> parts) {
        return parts.stream().filter(part -> running(part).isPresent()).toList();
    }

    /** What stands in the part's command line, and in no other's. */
    private String mark(Part part) {
        return switch (part) {
            case KAFKA, POSTGRES -> home.data(part).toString();
            default -> home.jar(part).toString();
        };
    }

    private void startStore(Part part) {
        var watch = Stopwatch.started();
        switch (part) {
            case KAFKA -> startKafka();
            case POSTGRES -> startPostgres();
            default -> throw new IllegalArgumentException(part.title() + " is a service");
        }
        progress.accept(part.title() + ": ready on 127.0.0.1:" + home.port(part) + " (" + watch + ")");
    }

    private void startKafka() {
        var kafka = starting(
                Part.KAFKA,
                () -> KafkaProcess.launch(home.data(Part.KAFKA), home.port(Part.KAFKA), Lifetime.DETACHED),
                KafkaProcess::pid);
        kafka.awaitReady();
    }

    private void startPostgres() {
        starting(
                Part.POSTGRES,
                () -> PostgresProcess.start(
                        home.data(Part.POSTGRES), home.port(Part.POSTGRES), home.databasePassword(), Lifetime.DETACHED),
                PostgresProcess::pid);
    }

    private void startService(Part part) {
        starting(part, () -> launcher.start(part), Process::pid);
    }

    /** Between the start of a process and the note of its id, nothing may stop the system: it would be left behind. */
    private <T> T starting(Part part, Supplier<T> start, ToLongFunction<T> pid) {
        starts.readLock().lock();
        try {
            if (stopping) {
                throw new Failure("interrupted");
            }
            progress.accept(part.title() + ": starting");
            var started = start.get();
            home.pidFile(part).write(pid.applyAsLong(started));
            return started;
        } finally {
            starts.readLock().unlock();
        }
    }

    /** Before anything is started, so that a system is not left half up for a reason that was there before. */
    private void mustBeStartable(Part part) {
        if (part.isService()) {
            launcher.mustBeBuilt(part);
        }
        if (part == Part.WORKER) {
            home.workerHeapMiB(); // refuses what is no size
        }
        var port = home.port(part);
        if (!Ports.isFree(port)) {
            throw new Failure("Port " + port + " is taken, so " + part.title() + " cannot listen on it. Set "
                    + part.portVariable() + " to another.");
        }
    }

    private void awaitReady(Part part) {
        var watch = Stopwatch.started();
        while (!health.isReady(part)) {
            var running = running(part);
            if (running.isEmpty() || watch.elapsed().compareTo(START_LIMIT) > 0) {
                var what =
                        running.isEmpty() ? " ended" : " did not get healthy within " + START_LIMIT.toSeconds() + " s";
                throw new Failure(part.title() + what + ". The last lines of " + home.log(part) + ":\n"
                        + LogEnd.of(home.log(part)));
            }
            Parallel.pause(Duration.ofMillis(100));
        }
        progress.accept(part.title() + ": ready on http://127.0.0.1:" + home.port(part) + " (" + watch + ")");
    }

    private void stop(Part part) {
        var process = running(part);
        if (part == Part.POSTGRES) {
            stopPostgres();
        } else if (process.isPresent()) {
            end(process.get());
        }
        home.pidFile(part).delete();
        progress.accept(part.title() + ": stopped");
    }

    private void stopPostgres() {
        try {
            PostgresProcess.at(home.data(Part.POSTGRES), home.port(Part.POSTGRES))
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL", e);
        }
    }

    private static void end(ProcessHandle process) {
        var watch = Stopwatch.started();
        process.destroy();
        while (PidFile.runs(process)) {
            if (watch.elapsed().compareTo(STOP_PATIENCE) > 0) {
                process.destroyForcibly();
            }
            Parallel.pause(Duration.ofMillis(50));
        }
    }
}
