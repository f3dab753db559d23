package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.bus.Json;
import io.privatesmtp.embedded.LogEnd;
import io.privatesmtp.internet.NameServer;
import io.privatesmtp.internet.ReceivingProcess;
import io.privatesmtp.standalone.faults.evidence.Arrival;
import io.privatesmtp.standalone.faults.evidence.Observed;
import io.privatesmtp.standalone.system.Failure;
import io.privatesmtp.standalone.system.Guard;
import io.privatesmtp.standalone.system.QuietPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The receiving hosts of all sites in a process of their own, and the names that lead to them. */
final class Receiver implements AutoCloseable {
    /** A line of what {@code ReceivingProcess} records. */
    record Line(String peer, List<String> to, Instant at, long bodyChecksum, boolean acknowledged) {}

    private static final int FIRST_HOST = 21;

    private final NameServer names = NameServer.start().ttl(Duration.ofHours(1));
    private final int port = QuietPorts.free();
    private final Tail lines;

    Receiver(Path folder, List<Site> sites, Duration slow, Guard guard) {
        var file = folder.resolve("received.jsonl");
        lines = new Tail(file);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", // for many large messages at once
                "-XX:+UseSerialGC",
                // one that reads a large message must not keep others waiting, as hosts of their own would not
                "-Djdk.virtualThreadScheduler.parallelism=16",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReceivingProcess.class.getName(),
                "--record",
                file.toString(),
                "--slow",
                Long.toString(slow.toSeconds())));
        for (int i = 0; i < sites.size(); i++) {
            var site = sites.get(i);
            var host = "127.0.0." + (FIRST_HOST + i);
            names.mx(site.domain(), 10, "mx." + site.domain()).a("mx." + site.domain(), host);
            command.addAll(List.of("--listen", host + ":" + port + "=" + site.behaviour()));
        }
        start(command, folder, sites.size(), guard);
    }

    /** {@code host:port} for {@code psr.dns.servers}. */
    String nameServer() {
        return names.hostAndPort();
    }

    int smtpPort() {
        return port;
    }

    void refresh(Observed observed) {
        lines.read(line -> {
            var seen = Json.read(line, Line.class);
            seen.to()
                    .forEach(to -> observed.add(
                            new Arrival(to, seen.peer(), seen.at(), seen.bodyChecksum(), seen.acknowledged())));
        });
    }

    @Override
    public void close() {
        names.close();
    }

    /** Returns once all hosts take connections. */
    private static void start(List<String> command, Path folder, int hosts, Guard guard) {
        try {
            var started = new ProcessBuilder(command)
                    .redirectError(folder.resolve("receiver.log").toFile())
                    .start();
            guard.watch(started.pid());
            var output = started.inputReader();
            for (int i = 0; i < hosts; i++) {
                if (output.readLine() == null) {
                    throw new Failure("the receiving hosts did not start; the end of their log:\n"
                            + LogEnd.of(folder.resolve("receiver.log")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the receiving hosts", e);
        }
    }
}
