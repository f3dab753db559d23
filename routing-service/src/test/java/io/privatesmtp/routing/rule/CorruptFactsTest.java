package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.embedded.PostgresResource;
import io.privatesmtp.kit.CloudEventHeaders;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "database", value = "routing"))
class CorruptFactsTest {
    /** The account of these facts, so that all of them stand in one partition. */
    private static final String ACCOUNT = "muddled";

    @Inject
    @Identifier("default-kafka-broker")
    Map<String, Object> kafka;

    @Inject
    Bus bus;

    @Test
    void whatIsNoFactGoesToTheDeadLettersAndTheNextFactCounts() {
        // given
        send("routing.approved", "{ not json");
        send("routing.approved", null);
        send("no.such.fact", "{}");
        send("routing.approved", "{\"account\":\"muddled\",\"version\":1,\"sequence\":801}");
        Fact noDomain = Facts.approved(802, ACCOUNT, "r802", "203.0.113.80", "-not a domain-");
        send("routing.approved", new String(Json.write(noDomain.event()), StandardCharsets.UTF_8));
        Fact noAddress = Facts.approved(803, ACCOUNT, "r803", "not an address", "muddled.example");
        send("routing.approved", new String(Json.write(noAddress.event()), StandardCharsets.UTF_8));
        // when
        bus.publish(Facts.approved(804, ACCOUNT, "r804", "203.0.113.80", "muddled.example"));
        // then
        await().until(() -> bus.tables().containsKey(TableKey.rule("muddled.example")));
        List<ConsumerRecord<byte[], byte[]>> letters = TopicRecords.of(kafka, Topics.DEAD_LETTER).stream()
                .filter(letter -> TopicRecords.key(letter).equals(ACCOUNT))
                .toList();
        assertThat(letters).hasSize(6).allSatisfy(letter -> {
            assertThat(TopicRecords.header(letter, Headers.ERROR_CODE)).isEqualTo("corrupt");
            assertThat(TopicRecords.header(letter, Headers.ERROR)).isNotBlank();
            assertThat(TopicRecords.header(letter, Headers.ORIGIN))
                    .startsWith(Topics.PROVISIONING + "-" + letter.partition() + "-");
        });
        assertThat(letters.getFirst().value()).asString().isEqualTo("{ not json");
    }

    private void send(String type, String value) {
        bus.send(new ProducerRecord<>(
                Topics.PROVISIONING,
                null,
                ACCOUNT.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                CloudEventHeaders.of(type, "corrupt", "/test", Facts.START)));
    }
}
