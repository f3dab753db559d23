package io.privatesmtp.bench.world;

import io.privatesmtp.bench.receiver.Sink;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.Parallel;
import io.privatesmtp.standalone.system.QuietPorts;
import io.privatesmtp.standalone.system.Stopwatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The host that takes all the mail, a process of its own.
 *
 * @param name {@code smtp-sink} or {@code own}
 */
public record Receiver(String name, int port, long pid) {
    /** Where it is. */
    public static final String ADDRESS = "127.0.0.21";

    private static final String BACKLOG = "4096";
    private static final String MOST_SESSIONS = "4000";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    /** Debian's smtp-sink, or our own where that is missing or {@code own} is asked for: it can refuse for a while. */
    static Receiver start(boolean own, Path folder, Guard guard) {
        var port = QuietPorts.free();
        var smtpSink = Programs.find("smtp-sink");
        return own || smtpSink.isEmpty()
                ? start("own", own(port), port, folder, guard)
                : start("smtp-sink", smtpSink(smtpSink.get(), port), port, folder, guard);
    }

    private static List<String> smtpSink(Path program, int port) {
        var command = new ArrayList<>(List.of(program.toString()));
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
        var log = folder.resolve("receiver.log");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            guard.watch(process.pid());
            awaitPort(process, port, name);
            return new Receiver(name, port, process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    private static void awaitPort(Process process, int port, String name) {
        var watch = Stopwatch.started();
        while (!accepts(port)) {
            if (!process.isAlive() || watch.elapsed().compareTo(START_LIMIT) > 0) {
                throw new Failure("the receiving host (" + name + ") does not listen on " + ADDRESS + ":" + port);
            }
            Parallel.pause(Duration.ofMillis(50));
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(ADDRESS, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
