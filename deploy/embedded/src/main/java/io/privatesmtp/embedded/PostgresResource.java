package io.privatesmtp.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * Gives a Quarkus test a PostgreSQL, one for all tests of the JVM: the embedded one, or with
 * {@code -Dpsr.containers=true} one in a container. The init argument {@code database} names the database:
 * {@code provisioning} (where none is named) or {@code routing}.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private static final String PASSWORD = "test-only";

    private String database = "provisioning";

    @Override
    public void init(Map<String, String> arguments) {
        database = arguments.getOrDefault("database", database);
    }

    @Override
    public Map<String, String> start() {
        var url = "postgresql://" + address() + "/" + database;
        return Map.of(
                "quarkus.datasource.reactive.url",
                url,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + url,
                "quarkus.datasource.username",
                PostgresProcess.USER,
                "quarkus.datasource.password",
                PASSWORD);
    }

    /** It ends with the JVM. */
    @Override
    public void stop() {}

    private static String address() {
        return OncePerJvm.started(
                "postgres", OncePerJvm.inContainers() ? PostgresResource::container : PostgresResource::process);
    }

    private static String process() {
        try {
            var folder = Files.createTempDirectory("psr-postgres-");
            return "127.0.0.1:"
                    + PostgresProcess.start(folder, 0, PASSWORD, Lifetime.WITH_PARENT)
                            .port();
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for PostgreSQL", e);
        }
    }

    @SuppressWarnings("resource") // lives as long as the JVM
    private static String container() {
        var container = new PostgreSQLContainer("postgres:18")
                .withUsername(PostgresProcess.USER)
                .withPassword(PASSWORD)
                .withDatabaseName("provisioning")
                .withInitScript("io/privatesmtp/embedded/databases.sql");
        container.start();
        return container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }
}
