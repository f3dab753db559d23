package io.privatesmtp.provisioning.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.embedded.KafkaProcess;
import io.privatesmtp.embedded.Lifetime;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.provisioning.Facts;
import io.privatesmtp.provisioning.Facts.Fact;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The relay against a database and a broker that come and go. */
class OutboxRelayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path data;

    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private final List<OutboxRelay> relays = new ArrayList<>();
    private KafkaProcess broker;

    @BeforeEach
    void start() throws Exception {
        broker = KafkaProcess.start(data, 0, Lifetime.WITH_PARENT);
        try (Admin admin = Admin.create(kafka())) {
            admin.createTopics(List.of(new NewTopic(Topics.PROVISIONING, 3, (short) 1)))
                    .all()
                    .get();
        }
        PostgresResource postgres = new PostgresResource();
        // Its own database: in the other one the service of other tests relays.
        postgres.init(Map.of("database", "routing"));
        Map<String, String> settings = postgres.start();
        database.setUrl(settings.get("quarkus.datasource.jdbc.url"));
        database.setUser(settings.get("quarkus.datasource.username"));
        database.setPassword(settings.get("quarkus.datasource.password"));
        Flyway.configure()
                .dataSource(database)
                .schemas("outbox_relay_test")
                .createSchemas(true)
                .load()
                .migrate();
        database.setCurrentSchema("outbox_relay_test");
        execute("truncate outbox");
    }

    @AfterEach
    void stop() {
        relays.forEach(OutboxRelay::stop);
        broker.close();
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private RelayStatus startRelay() {
        RelayStatus status = new RelayStatus(new SimpleMeterRegistry());
        OutboxRelay relay = new OutboxRelay(database, kafka(), new RelayWakeUp(), status);
        relays.add(relay);
        relay.start();
        return status;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As a committed transaction would leave them: facts first to last, dealt out to five accounts. */
    private void commitFacts(long first, long last) throws SQLException {
        execute("""
                insert into outbox (id, key, type, at, payload)
                select n, 'account-' || n %% 5, 'account.limited', now(), convert_to('{"n":' || n || '}', 'UTF8')
                from generate_series(%d, %d) n
                """.formatted(first, last));
    }

    private void awaitDrained() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Connection connection = database.getConnection();
                    var row = connection.createStatement().executeQuery("select count(*) from outbox")) {
                row.next();
                assertThat(row.getLong(1)).isZero();
            }
        });
    }

    /** Each account's facts are all there, and leaving out what is said again, in order. */
    private void assertNothingLostOrSwapped(long last) {
        for (int account = 0; account < 5; account++) {
            int remainder = account;
            List<Long> seen = new ArrayList<>();
            for (Fact fact : Facts.of("account-" + account, broker.bootstrapServers())) {
                long n = Long.parseLong(fact.id());
                assertThat(fact.value().get("n").asLong()).isEqualTo(n);
                if (!seen.contains(n)) {
                    seen.add(n);
                }
            }
            assertThat(seen)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, last)
                            .filter(n -> n % 5 == remainder)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void factsArriveInOrderWhileItsSessionIsKilledAgainAndAgain() throws Exception {
        RelayStatus status = startRelay();

        for (int round = 0; round < 8; round++) {
            await().atMost(PATIENCE).until(() -> status.now().state() == RelayStatus.State.RELAYS);
            commitFacts(round * 500L + 1, round * 500L + 500);
            execute("""
                    select pg_terminate_backend(pid) from pg_locks
                    where locktype = 'advisory' and database = (select oid from pg_database where datname = 'routing')
                    """);
        }

        awaitDrained();
        assertNothingLostOrSwapped(4_000);
    }

    @Test
    void factsWaitWhileTheBrokerIsAwayAndHealthSaysSo() throws Exception {
        RelayStatus status = startRelay();
        commitFacts(1, 100);
        awaitDrained();
        int port = Integer.parseInt(broker.bootstrapServers().split(":")[1]);

        // when
        broker.close();
        commitFacts(101, 300);
        await().atMost(PATIENCE).until(() -> status.now().state() == RelayStatus.State.FAILS);
        broker = KafkaProcess.start(data, port, Lifetime.WITH_PARENT);

        // then
        awaitDrained();
        assertNothingLostOrSwapped(300);
        await().atMost(PATIENCE).until(() -> status.now().state() == RelayStatus.State.RELAYS);
    }

    @Test
    void aSecondRelayStandsByAndTakesOver() throws Exception {
        RelayStatus first = startRelay();
        await().atMost(PATIENCE).until(() -> first.now().state() == RelayStatus.State.RELAYS);
        RelayStatus second = startRelay();
        await().atMost(PATIENCE).until(() -> second.now().state() == RelayStatus.State.STANDS_BY);
        commitFacts(1, 50);
        awaitDrained();

        relays.getFirst().stop();
        commitFacts(51, 100);

        awaitDrained();
        assertNothingLostOrSwapped(100);
        assertThat(first.now().state()).isEqualTo(RelayStatus.State.STOPPED);
        assertThat(second.now().state()).isEqualTo(RelayStatus.State.RELAYS);
    }
}
