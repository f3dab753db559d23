package io.privatesmtp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same with processes and, with {@code -Dpsr.containers=true}, with containers. */
@Tag("system")
class TestResourcesTest {
    @Test
    void oneBrokerServesAllTestsOfTheJvm() throws Exception {
        var first = new KafkaResource().start();
        var second = new KafkaResource().start();

        assertThat(second).isEqualTo(first);
        var servers = first.get("kafka.bootstrap.servers");
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void eachDatabaseCanBeUsed() throws Exception {
        for (var database : new String[] {"provisioning", "routing"}) {
            var resource = new PostgresResource();
            resource.init(Map.of("database", database));
            var configuration = resource.start();

            try (var connection = DriverManager.getConnection(
                    configuration.get("quarkus.datasource.jdbc.url"),
                    configuration.get("quarkus.datasource.username"),
                    configuration.get("quarkus.datasource.password"))) {
                assertThat(connection.getCatalog()).isEqualTo(database);
            }
            assertThat(configuration.get("quarkus.datasource.reactive.url"))
                    .startsWith("postgresql://")
                    .endsWith("/" + database);
        }
    }
}
