package io.privatesmtp.standalone.system;

import io.privatesmtp.embedded.Folders;
import io.privatesmtp.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a standalone system keeps its data, logs, process ids and secrets ({@code PSR_HOME}), and the environment that
 * configures it.
 *
 * @param project the folder of the source tree, where the built services are
 */
public record Home(Path folder, Path project, Map<String, String> environment) {
    /** How much heap the worker has. */
    public static final String WORKER_HEAP = "PSR_WORKER_HEAP";

    private static final SecureRandom RANDOM = new SecureRandom();

    public static Home ofThisProcess() {
        var environment = System.getenv();
        var project = Path.of(System.getProperty("psr.project", "")).toAbsolutePath();
        var folder =
                environment.getOrDefault("PSR_HOME", project.resolve(".psr").toString());
        return new Home(Path.of(folder).toAbsolutePath().normalize(), project, environment);
    }

    /** Deletes data, logs and secrets, but nothing that is not ours. */
    public void forgetData() {
        List.of("data", "logs", "run", "operator.credentials", "postgres.password", "dkim.encryption-key")
                .forEach(name -> Folders.delete(folder.resolve(name)));
    }

    /** For another system beside this one: other ports, and no broker or database that this one was told to use. */
    public Map<String, String> environmentOfAnother() {
        var other = new HashMap<>(environment);
        other.keySet().removeIf(name -> name.startsWith("QUARKUS_DATASOURCE_") || name.startsWith("KAFKA_"));
        for (var part : Part.values()) {
            other.put(part.portVariable(), Integer.toString(Ports.free()));
        }
        return other;
    }

    public int port(Part part) {
        var text = environment.get(part.portVariable());
        if (text == null || text.isBlank()) {
            return part.defaultPort();
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw new Failure(part.portVariable() + " is \"" + text + "\"; it must be a port, 1 to 65535.");
        }
        return Integer.parseInt(text);
    }

    /** What {@code PSR_WORKER_HEAP} says, in megabytes or gigabytes. */
    int workerHeapMiB() {
        var text = environment.getOrDefault(WORKER_HEAP, "768m");
        if (!text.matches("[1-9][0-9]{0,5}[mg]")) {
            throw new Failure(WORKER_HEAP + " is \"" + text + "\"; it must be a size, like 768m or 2g.");
        }
        var number = Integer.parseInt(text.substring(0, text.length() - 1));
        return text.endsWith("g") ? number * 1024 : number;
    }

    /** Another system's broker, where the environment names one, else this one's. */
    public String bootstrapServers() {
        return environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + port(Part.KAFKA));
    }

    Path data(Part part) {
        return folder.resolve("data").resolve(part.title());
    }

    /** The broker and the database write their own log beside their data. */
    public Path log(Part part) {
        return switch (part) {
            case KAFKA -> data(part).resolve("kafka.log");
            case POSTGRES -> data(part).resolve("postgres.log");
            default -> folder.resolve("logs").resolve(part.title() + ".log");
        };
    }

    PidFile pidFile(Part part) {
        return new PidFile(folder.resolve("run").resolve(part.title() + ".pid"));
    }

    Path jar(Part service) {
        return project.resolve(service.title()).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** {@code operator:<password>}, written at the first start. */
    public Path operatorCredentials() {
        return secretFile("operator.credentials", "operator:" + password());
    }

    public String operatorCredentialsLine() {
        return read(operatorCredentials());
    }

    public String databasePassword() {
        return read(secretFile("postgres.password", password()));
    }

    /** What private DKIM keys are encrypted with in the database; written at the first start, and lost with it. */
    Path dkimEncryptionKey() {
        return secretFile("dkim.encryption-key", Base64.getEncoder().encodeToString(random(32)));
    }

    private static String password() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(18));
    }

    private static byte[] random(int octets) {
        var random = new byte[octets];
        RANDOM.nextBytes(random);
        return random;
    }

    private Path secretFile(String name, String secret) {
        var file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, secret + "\n");
        } catch (FileAlreadyExistsException e) {
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
