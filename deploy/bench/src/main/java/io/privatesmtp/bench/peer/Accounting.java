package io.privatesmtp.bench.peer;

import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A control group of Linux: it counts the CPU time of all processes that are started in it and of their children, also of those
 * that have ended. Mail systems have many, and some live for one message.
 */
final class Accounting implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Duration END_LIMIT = Duration.ofSeconds(20);

    private final Path group;
    private final boolean unified;

    private Accounting(Path group, boolean unified) {
        this.group = group;
        this.unified = unified;
    }

    /** Empty where this user may have none. */
    static Optional<Accounting> create(String name) {
        var unified = Files.exists(ROOT.resolve("cgroup.controllers"));
        var group = (unified ? ROOT : ROOT.resolve("cpuacct"))
                .resolve("psr-bench-" + name + "-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            return Optional.of(new Accounting(group, unified));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param log where its output goes */
    Process start(List<String> command, Path log) {
        var inGroup = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ >\"$0\" && exec \"$@\"",
                group.resolve("cgroup.procs").toString()));
        inGroup.addAll(command);
        try {
            return new ProcessBuilder(inGroup)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    double cpuSeconds() {
        if (!unified) {
            return Long.parseLong(read("cpuacct.usage").strip()) / 1e9;
        }
        return read("cpu.stat")
                .lines()
                .filter(line -> line.startsWith("usage_usec "))
                .mapToDouble(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)) / 1e6)
                .findFirst()
                .orElseThrow(() -> new Failure(group + " does not tell its CPU time"));
    }

    /** What all its processes have resident now; pages that they share count for each. */
    double rssMiB() {
        return processes().stream().mapToDouble(Accounting::rssMiB).sum();
    }

    /** Kills all its processes, and is gone when they are. */
    @Override
    public void close() {
        var watch = Stopwatch.started();
        for (var left = processes(); !left.isEmpty(); left = processes()) {
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (watch.elapsed().compareTo(END_LIMIT) > 0) {
                throw new Failure("processes in " + group + " do not end");
            }
            Parallel.pause(Duration.ofMillis(50));
        }
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + group, e);
        }
    }

    /** None where the group is gone: an abort may close it from another thread. */
    private List<Long> processes() {
        try {
            return read("cgroup.procs").lines().map(Long::parseLong).toList();
        } catch (UncheckedIOException e) {
            if (Files.exists(group)) {
                throw e;
            }
            return List.of();
        }
    }

    private static double rssMiB(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // it has ended meanwhile
            return 0;
        }
    }

    private String read(String file) {
        try {
            return Files.readString(group.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + group.resolve(file), e);
        }
    }
}
