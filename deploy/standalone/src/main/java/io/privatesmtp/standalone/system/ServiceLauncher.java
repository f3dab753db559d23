package io.privatesmtp.standalone.system;

import io.privatesmtp.embedded.PostgresProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the services as processes of their own, with what the system's parts have to know of each other. */
public final class ServiceLauncher {
    private static final int MOST_FOR_YOUNG_MIB = 256;

    private final Home home;

    public ServiceLauncher(Home home) {
        this.home = home;
    }

    public void mustBeBuilt(Part service) {
        var jar = home.jar(service);
        if (!Files.exists(jar)) {
            throw new Failure(service.title() + " is not built (" + jar + "): run ./psr build.");
        }
    }

    /** Returns at once; the service is not ready yet. */
    public Process start(Part service) {
        try {
            var log = home.log(service);
            Files.createDirectories(log.getParent());
            var builder = new ProcessBuilder(command(service))
                    .directory(home.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            configure(service, builder.environment());
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + service.title(), e);
        }
    }

    private List<String> command(Part service) {
        var command = new ArrayList<String>();
        // out of reach of the terminal's Ctrl-C and hang-up
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+ExitOnOutOfMemoryError");
        if (service == Part.WORKER) {
            command.addAll(workerOptions(home.workerHeapMiB()));
        } else {
            // they start faster so, and have little to compute
            command.addAll(List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx384m", "-XX:TieredStopAtLevel=1"));
        }
        command.addAll(List.of("-jar", home.jar(service).toString()));
        return command;
    }

    /**
     * Messages live for moments, and many at a time: there is room for the young ones from the beginning, so that they do not grow
     * old for want of it. Thousands that wait, of a hundred objects each, are copied by as many threads as there are processors. A
     * million rules are old for ever, and 325 MiB: without room for them every collection is a full one. A virtual machine
     * pays for each page that is touched first, and large ones are fewer.
     */
    private static List<String> workerOptions(int heapMiB) {
        return List.of(
                "-XX:+UseParallelGC",
                "-XX:-UseAdaptiveSizePolicy",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseTransparentHugePages",
                "-Xms%dm".formatted(heapMiB),
                "-Xmx%dm".formatted(heapMiB),
                "-Xmn%dm".formatted(Math.min(MOST_FOR_YOUNG_MIB, heapMiB / 2)),
                "-XX:SurvivorRatio=3",
                "-XX:MetaspaceSize=128m");
    }

    private void configure(Part service, Map<String, String> environment) {
        environment.clear();
        environment.putAll(home.environment());
        // these speak to ./psr, not to the services
        environment.remove("PSR_HOME");
        environment.remove(Home.WORKER_HEAP);
        for (var part : Part.values()) {
            environment.remove(part.portVariable());
        }
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(home.port(service)));
        environment.putIfAbsent("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", home.bootstrapServers());
        environment.put(
                "PSR_OPERATOR_CREDENTIALS_FILE", home.operatorCredentials().toString());
        if (service == Part.PROVISIONING) {
            environment.putIfAbsent(
                    "PSR_DKIM_ENCRYPTION_KEY_FILE", home.dkimEncryptionKey().toString());
        }
        if (service == Part.WORKER) {
            environment.putIfAbsent("PSR_DKIM_KEYS_URL", "http://127.0.0.1:" + home.port(Part.PROVISIONING));
        } else {
            var database = service == Part.PROVISIONING ? "provisioning" : "routing";
            var url = "postgresql://127.0.0.1:" + home.port(Part.POSTGRES) + "/" + database;
            environment.putIfAbsent("QUARKUS_DATASOURCE_REACTIVE_URL", url);
            environment.putIfAbsent("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + url);
            environment.putIfAbsent("QUARKUS_DATASOURCE_USERNAME", PostgresProcess.USER);
            environment.putIfAbsent("QUARKUS_DATASOURCE_PASSWORD", home.databasePassword());
        }
    }
}
