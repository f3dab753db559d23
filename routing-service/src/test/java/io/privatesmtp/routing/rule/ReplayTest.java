package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.routing.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service starts with an empty database, a new group and a log of facts. */
@QuarkusTest
@TestProfile(ReplayTest.EmptyDatabase.class)
class ReplayTest {
    public static final class EmptyDatabase implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.flyway.clean-at-start", "true", "psr.routing.group", "replay");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaResource.class),
                    new TestResourceEntry(PostgresResource.class, Map.of("database", "routing")),
                    new TestResourceEntry(FactsBeforeTheStart.class));
        }
    }

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    Bus bus;

    @Inject
    CatchUp catchUp;

    @Inject
    Database database;

    @Inject
    RuleStore store;

    @BeforeEach
    void theLogIsFolded() {
        await().atMost(Duration.ofSeconds(60)).until(catchUp::done);
    }

    @Test
    void anEmptyDatabaseComesToTheSameAsTheFacts() {
        // given the book as the facts alone make it
        RuleBook expected = RuleBook.EMPTY;
        for (ConsumerRecord<byte[], byte[]> record : TopicRecords.of(kafka, Topics.PROVISIONING)) {
            expected = after(expected, record);
        }
        // when
        RuleBook folded = database.inTransaction(
                        session -> store.keys(session).chain(keys -> store.load(session, Scope.ofKeys(keys))))
                .await()
                .indefinitely();
        // then
        assertThat(folded).isEqualTo(expected);
        assertThat(folded.ruleInForce(FactsBeforeTheStart.MOVED))
                .extracting(RoutingRule::account)
                .isEqualTo("second");
    }

    @Test
    void theBusHoldsWhatTheDatabaseHolds() {
        RuleBook folded = database.inTransaction(
                        session -> store.keys(session).chain(keys -> store.load(session, Scope.ofKeys(keys))))
                .await()
                .indefinitely();
        Map<TableKey, byte[]> tables = bus.tables();
        folded.versions().keySet().forEach(domain -> {
            RoutingRule rule = folded.ruleInForce(domain);
            assertThat(tables.get(TableKey.rule(domain))).isEqualTo(rule == null ? null : Json.write(rule));
        });
        folded.sources()
                .forEach((ip, source) ->
                        assertThat(tables.get(TableKey.source(ip))).isEqualTo(Json.write(source)));
        folded.accounts()
                .forEach((id, entry) ->
                        assertThat(tables.get(TableKey.account(id))).isEqualTo(Json.write(entry)));
    }

    @Test
    void noRuleThatEndedLongAgoIsPublishedOnTheWay() {
        // when
        List<Long> versions = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : TopicRecords.of(kafka, Topics.RULES)) {
            domains.add(TopicRecords.key(record));
            if (record.value() != null && TopicRecords.key(record).equals(FactsBeforeTheStart.MOVED)) {
                versions.add(Json.read(record.value(), RoutingRule.class).version());
            }
        }
        // then
        assertThat(versions).containsExactly(709L);
        assertThat(domains).doesNotContain(FactsBeforeTheStart.GONE);
    }

    private static RuleBook after(RuleBook book, ConsumerRecord<byte[], byte[]> record) {
        try {
            return book.apply(Fact.read(TopicRecords.header(record, Headers.CE_TYPE), record.value()))
                    .book();
        } catch (RuntimeException e) {
            return book; // another test's, set aside by the service too
        }
    }
}
