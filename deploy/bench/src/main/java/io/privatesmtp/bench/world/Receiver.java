package io.privatesmtp.bench.world;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.privatesmtp.bench.receiver.Sink;
import io.privatesmtp.embedded.LogEnd;
import io.privatesmtp.embedded.Ports;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.QuietPorts;
import io.privatesmtp.standalone.system.Signal;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The host that takes all the mail, a process of its own.
 *
 * @param name {@code smtp-sink} or {@code own}
 */
public record Receiver(String name, int port, long pid) {
    /** Where it is. */
    public static final String ADDRESS = "127.0.0.21";

    private static final String SMTP_SINK = "smtp-sink";
    private static final String BACKLOG = "4096";
    private static final String MOST_SESSIONS = "4000";
    private static final int LONGEST_COUNTERS = 200;
    private static final Pattern COUNTER = Pattern.compile("mesg=(\\d+)\\s");
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** Debian's smtp-sink, or our own where that is missing or {@code own} is asked for: it can refuse for a while. */
    static Receiver start(boolean own, Path folder, Guard guard) {
        var port = QuietPorts.free();
        var smtpSink = Programs.find(SMTP_SINK);
        return own || smtpSink.isEmpty()
                ? start("own", own(port), port, folder, guard)
                : start(SMTP_SINK, smtpSink(smtpSink.get(), port), port, folder, guard);
    }

    /** smtp-sink that counts what it takes, see {@link #taken}. */
    public static Receiver counting(Path folder, Guard guard) {
        var port = QuietPorts.free();
        var program = Programs.find(SMTP_SINK).orElseThrow(() -> new Failure("there is no smtp-sink"));
        return start(SMTP_SINK, smtpSink(program, port, "-c"), port, folder, guard);
    }

    public boolean isSmtpSink() {
        return name.equals(SMTP_SINK);
    }

    public String hostAndPort() {
        return ADDRESS + ":" + port;
    }

    /** Suspends the process; what it had to say it does not say any more. */
    void stop() {
        Signal.send("STOP", pid);
    }

    /** Established ones, counted at the worker's ends of them; a JVM's have IPv4 addresses in the table of IPv6. */
    long connections() {
        var established = Pattern.compile("\\s*\\d+: \\S+ \\S+:%04X 01 .*".formatted(port));
        return Stream.of("tcp", "tcp6")
                .map(table -> Path.of("/proc/net", table))
                .filter(Files::exists)
                .mapToLong(table -> count(table, established))
                .sum();
    }

    private static long count(Path table, Pattern row) {
        try (var rows = Files.lines(table)) {
            return rows.filter(line -> row.matcher(line).matches()).count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + table, e);
        }
    }

    /** Messages that one which counts has taken: it writes its counters again and again. */
    public static long taken(Path folder) {
        try (var file = FileChannel.open(log(folder), StandardOpenOption.READ)) {
            var end = ByteBuffer.allocate(LONGEST_COUNTERS);
            file.read(end, Math.max(0, file.size() - LONGEST_COUNTERS));
            var counters = COUNTER.matcher(US_ASCII.decode(end.flip()));
            long count = 0;
            while (counters.find()) {
                count = Long.parseLong(counters.group(1));
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log(folder), e);
        }
    }

    private static Path log(Path folder) {
        return folder.resolve("receiver.log");
    }

    private static List<String> smtpSink(Path program, int port, String... more) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(more));
        if (Programs.isRoot()) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of("-m", MOST_SESSIONS, ADDRESS + ":" + port, BACKLOG));
        return command;
    }

    private static List<String> own(int port) {
        return List.of(
                Programs.java(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sink.class.getName(),
                ADDRESS,
                Integer.toString(port));
    }

    private static Receiver start(String name, List<String> command, int port, Path folder, Guard guard) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log(folder).toFile())
                    .start();
            guard.watch(process.pid());
            awaitPort(process, ADDRESS, port, "the receiving host (" + name + ")", log(folder));
            return new Receiver(name, port, process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Returns once somebody listens there. @param what it is, for errors */
    public static void awaitPort(Process process, String host, int port, String what, Path log) {
        var watch = Stopwatch.started();
        while (!Ports.accepts(host, port)) {
            if (!process.isAlive() || watch.elapsed().compareTo(START_LIMIT) > 0) {
                throw new Failure("nobody listens on " + host + ":" + port + ": " + what
                        + " did not start; the end of its log:\n" + LogEnd.of(log));
            }
            Parallel.pause(Duration.ofMillis(50));
        }
    }
}
