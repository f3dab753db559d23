package io.privatesmtp.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A Kafka broker that is its own controller (KRaft), in an operating system process of its own, on loopback. Its log is
 * {@code kafka.log} in the data folder.
 */
public final class KafkaProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final int port;
    private final Path log;

    private KafkaProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts a broker on the data of the folder, which is created and formatted when it is empty, and returns once
     * clients can use it.
     *
     * @param port the port for clients, 0 for any free one
     * @throws StartFailure if the port is taken, or the broker ends or is not ready within 90 s
     */
    public static KafkaProcess start(Path dataDir, int port, Lifetime lifetime) {
        var kafka = launch(dataDir, port, lifetime);
        kafka.awaitReady();
        return kafka;
    }

    /** As {@link #start}, but returns at once, so that the process id can be noted: {@link #awaitReady} follows. */
    public static KafkaProcess launch(Path dataDir, int port, Lifetime lifetime) {
        var clientPort = Ports.orFree(port);
        if (!Ports.isFree(clientPort)) {
            throw new StartFailure("Port " + clientPort + " is taken, so Kafka cannot listen on it.");
        }
        var folder = dataDir.toAbsolutePath();
        try {
            var process = launch(folder, writeConfiguration(folder, clientPort));
            if (lifetime == Lifetime.WITH_PARENT) {
                Shell.whenThisProcessEnds("kill -9 " + process.pid() + "; rm -rf " + Shell.quoted(folder));
            }
            return new KafkaProcess(process, clientPort, folder.resolve("kafka.log"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Kafka in " + folder, e);
        }
    }

    /**
     * Returns once clients can use the broker.
     *
     * @throws StartFailure if it ends or is not ready within 90 s; it is gone then
     */
    public void awaitReady() {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (Ports.accepts(port) && answers(port)) {
                return;
            }
            pause();
        }
        var what = process.isAlive()
                ? "Kafka was not ready within " + START_LIMIT.toSeconds() + " s"
                : "Kafka ended with exit code " + process.exitValue();
        process.destroyForcibly();
        throw new StartFailure(what + ". The last lines of " + log + ":\n" + LogEnd.of(log));
    }

    /** For {@code kafka.bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** Stops the broker and returns when it is gone. */
    @Override
    public void close() {
        Shell.end(process.toHandle(), STOP_PATIENCE);
    }

    private static Path writeConfiguration(Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        var file = folder.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            BrokerProperties.of(folder.resolve("log"), port, Ports.free()).store(writer, "written at each start");
        }
        return file;
    }

    private static Process launch(Path folder, Path configuration) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xms256m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // its classes need that much: none of its collections is only for them
                "-XX:MetaspaceSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dlogging.configuration=" + loggingConfiguration(folder).toUri(),
                "-cp",
                System.getProperty("java.class.path"),
                KafkaMain.class.getName(),
                configuration.toString());
        var log = folder.resolve("kafka.log").toFile();
        return new ProcessBuilder(Shell.inOwnSession(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    /** The process cannot read it from its class path: the services' tests have one of the same name. */
    private static Path loggingConfiguration(Path folder) throws IOException {
        return Files.writeString(folder.resolve("logging.properties"), """
                logger.level=WARN
                logger.handlers=CONSOLE
                loggers=kafka.server
                logger.kafka.server.level=INFO
                handler.CONSOLE=org.jboss.logmanager.handlers.ConsoleHandler
                handler.CONSOLE.formatter=PATTERN
                formatter.PATTERN=org.jboss.logmanager.formatters.PatternFormatter
                formatter.PATTERN.properties=pattern
                formatter.PATTERN.pattern=%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p [%c] %s%e%n
                """);
    }

    private static boolean answers(int port) {
        Map<String, Object> configuration = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        try (var admin = Admin.create(configuration)) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while Kafka started", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while Kafka started", e);
        }
    }
}
