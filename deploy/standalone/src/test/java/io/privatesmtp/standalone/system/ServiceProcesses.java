package io.privatesmtp.standalone.system;

import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.Lifetime;
import io.privatesmtp.embedded.Ports;
import io.privatesmtp.embedded.PostgresResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The three services as they are shipped, each a process of its own, on the broker and the database that tests share:
 * embedded ones, or with {@code -Dpsr.containers=true} containers.
 */
public final class ServiceProcesses implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final List<Process> processes = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Path folder;
    private final Home home;

    private ServiceProcesses(Path folder, Map<String, String> settings) {
        this.folder = folder;
        environment.putAll(settings);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", KafkaResource.bootstrapServers());
        Part.services().forEach(part -> environment.put(part.portVariable(), Integer.toString(Ports.free())));
        home = new Home(folder, sourceTree(), environment);
    }

    /**
     * Returns once all three are healthy.
     *
     * @param folder for logs and the operator's credentials
     * @param settings {@code PSR_*} and {@code QUARKUS_*} variables
     * @throws Failure that says what to run when they are not built
     */
    public static ServiceProcesses start(Path folder, Map<String, String> settings) {
        var services = new ServiceProcesses(folder, settings);
        try {
            services.start();
            return services;
        } catch (RuntimeException e) {
            services.close();
            throw e;
        }
    }

    public Home home() {
        return home;
    }

    /** Asks all to end, and insists after a while. */
    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (var process : processes) {
            var watch = Stopwatch.started();
            while (process.isAlive()) {
                if (watch.elapsed().compareTo(LIMIT) > 0) {
                    process.destroyForcibly();
                }
                Parallel.pause(Duration.ofMillis(50));
            }
        }
    }

    private void start() {
        Part.services().forEach(part -> new ServiceLauncher(home).mustBeBuilt(part));
        for (var part : Part.services()) {
            var process = new ServiceLauncher(new Home(folder, home.project(), environment(part))).start(part);
            Lifetime.bound(process);
            processes.add(process);
        }
        for (int i = 0; i < processes.size(); i++) {
            awaitReady(Part.services().get(i), processes.get(i));
        }
    }

    private void awaitReady(Part part, Process process) {
        var health = new Health(home);
        var watch = Stopwatch.started();
        while (!health.isReady(part)) {
            if (!process.isAlive() || watch.elapsed().compareTo(LIMIT) > 0) {
                throw new Failure(part.title() + " did not get healthy. Its log:\n" + log(part));
            }
            Parallel.pause(Duration.ofMillis(50));
        }
    }

    /** Each has a database of its own on the one server. */
    private Map<String, String> environment(Part part) {
        var own = new HashMap<>(environment);
        if (part != Part.WORKER) {
            var database = new PostgresResource();
            database.init(Map.of("database", part == Part.PROVISIONING ? "provisioning" : "routing"));
            database.start().forEach((key, value) -> own.put(variable(key), value));
        }
        return own;
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private String log(Part part) {
        try {
            return Files.readString(home.log(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tests run in their module's folder, two below. */
    private static Path sourceTree() {
        return Path.of("../..").toAbsolutePath().normalize();
    }
}
