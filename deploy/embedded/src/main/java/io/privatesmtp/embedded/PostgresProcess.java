package io.privatesmtp.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL 18 of its own process on loopback, with the databases {@code provisioning} and {@code routing}. Its data
 * stand in {@code data} in its folder, its log is {@code postgres.log} there.
 */
public final class PostgresProcess implements AutoCloseable {
    /** The user of both databases. */
    public static final String USER = "psr";

    private static final int TRIES_BESIDE_THE_DEAD = 15;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private static final List<String> DATABASES = List.of("provisioning", "routing");

    private final PostgresCommands commands;
    private final Path folder;
    private final int port;

    private PostgresProcess(PostgresCommands commands, Path folder, int port) {
        this.commands = commands;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts a server on the data of the folder, which is filled when it is empty, and returns once clients can use it.
     *
     * @param port the port for clients, 0 for any free one
     * @param password of {@link #USER}; counts when the folder is filled
     * @throws StartFailure if the port is taken, or the server is not ready within 60 s
     */
    public static PostgresProcess start(Path folder, int port, String password, Lifetime lifetime) {
        var clientPort = Ports.orFree(port);
        if (!Ports.isFree(clientPort)) {
            throw new StartFailure("Port " + clientPort + " is taken, so PostgreSQL cannot listen on it.");
        }
        try {
            var server = at(folder, clientPort);
            if (!Files.exists(server.data())) {
                server.initialise(password);
            }
            server.launch(lifetime);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL in " + folder, e);
        }
    }

    /** A server that another process may have started on this folder; for {@link #close()}. */
    public static PostgresProcess at(Path folder, int port) throws IOException {
        var absolute = Files.createDirectories(folder.toAbsolutePath());
        return new PostgresProcess(PostgresCommands.forDataIn(absolute), absolute, port);
    }

    public int port() {
        return port;
    }

    /** For {@code quarkus.datasource.jdbc.url}. */
    public String jdbcUrl(String database) {
        return "jdbc:" + url(database);
    }

    /** For {@code quarkus.datasource.reactive.url}. */
    public String url(String database) {
        return "postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The process id of the server, as it wrote it down itself. */
    public long pid() {
        try (var lines = Files.lines(data().resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not run in " + folder, e);
        }
    }

    /** Ends all sessions, stops the server and returns when it is gone. */
    @Override
    public void close() {
        commands.run("", "pg_ctl", "stop", "-w", "-m", "fast", "-D", data().toString());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void initialise(String password) throws IOException {
        var unfinished = folder.resolve("initialising");
        Folders.delete(unfinished);
        var onlyMine = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var secret = folder.resolve("initial-password");
        Files.deleteIfExists(secret); // of a start that was cut short
        Files.createFile(secret, onlyMine);
        try {
            Files.writeString(secret, password);
            var again = PostgresCommands.forDataIn(folder); // the new file, too, must be the server's to read
            again.run(
                    "",
                    "initdb",
                    "-D",
                    unfinished.toString(),
                    "-U",
                    USER,
                    "--pwfile=" + secret,
                    "--no-sync",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C");
            for (var database : DATABASES) {
                again.run(
                        "CREATE DATABASE " + database + ";\n",
                        "postgres",
                        "--single",
                        "-D",
                        unfinished.toString(),
                        "-c",
                        "fsync=off",
                        "postgres");
            }
        } finally {
            Files.delete(secret);
        }
        Files.move(unfinished, data());
    }

    /** A server that was killed a moment ago may leave children that its successor takes for a server: they end soon. */
    private void startServer(List<String> arguments, Path log, int tries) {
        try {
            Shell.run(Shell.inOwnSession(commands.command("pg_ctl", arguments)), "", START_TIMEOUT);
        } catch (StartFailure e) {
            String said = LogEnd.of(log);
            if (tries == 0 || !said.contains("already exists") && !said.contains("still in use")) {
                throw new StartFailure("PostgreSQL did not start. The last lines of " + log + ":\n" + said, e);
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            startServer(arguments, log, tries - 1);
        }
    }

    private void launch(Lifetime lifetime) {
        var log = folder.resolve("postgres.log");
        var arguments = List.of(
                "start",
                "-w",
                "-t",
                "60",
                "-D",
                data().toString(),
                "-l",
                log.toString(),
                "-o",
                String.join(" ", options(lifetime)));
        startServer(arguments, log, TRIES_BESIDE_THE_DEAD);
        if (lifetime == Lifetime.WITH_PARENT) {
            Shell.whenThisProcessEnds("kill -QUIT " + pid() + "; sleep 1; rm -rf " + Shell.quoted(folder));
        }
    }

    private List<String> options(Lifetime lifetime) {
        var options = new ArrayList<>(List.of(
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "max_connections=200"));
        if (lifetime == Lifetime.WITH_PARENT) {
            options.addAll(List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"));
        }
        return options;
    }
}
