package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.embedded.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker does with partitions whose committed offsets the broker has forgotten. */
class OffsetLossTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());

    private final String topic = "lost-" + UUID.randomUUID().toString().substring(0, 8);
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer());
    private ReceiptTopics topics;

    @BeforeEach
    void topics() throws Exception {
        create(topic, Map.of());
        for (String receipts :
                List.of("mail.delivery-events", "mail.bounce-events", "mail.dead-letter", "mail.retry.1m")) {
            create(receipts, Map.of());
        }
        topics = new ReceiptTopics(KAFKA, List.of("1m"));
        topics.look();
        for (int i = 0; i < 5; i++) {
            producer.send(new ProducerRecord<>(topic, 0, null, bytes("{}"))).get();
        }
    }

    @AfterEach
    void close() {
        producer.close();
        topics.atStop(null);
    }

    @Test
    void aNewPartitionIsConsumedFromItsStart() throws Exception {
        PartitionLedgers ledgers = ledgers(false);
        receipt(new Origin(topic + "-other", 0, 0));

        assign(ledgers);

        assertThat(ledgers.withheld()).isNull();
        assertThat(ledgers.received(topic, 0, 0, Integer.MAX_VALUE).settledBefore(0))
                .isFalse();
    }

    @Test
    void aPartitionWithReceiptsAndWithoutOffsetIsLeftAlone() throws Exception {
        PartitionLedgers ledgers = ledgers(false);
        receipt(new Origin(topic, 0, 2));

        assign(ledgers);

        assertThat(ledgers.withheld())
                .contains(partition.toString())
                .contains("psr.delivery.consume-without-offset=true");
        assertThat(ledgers.received(topic, 0, 0, Integer.MAX_VALUE)).isNull();
        assertThat(ledgers.toCommit(List.of(partition))).isEmpty();
    }

    @Test
    void onTheOperatorsWordItIsConsumedWithoutWhatReceiptsSettle() throws Exception {
        PartitionLedgers ledgers = ledgers(true);
        receipt(new Origin(topic, 0, 2));

        assign(ledgers);

        assertThat(ledgers.withheld()).isNull();
        assertThat(ledgers.received(topic, 0, 1, Integer.MAX_VALUE).settledBefore(0))
                .isFalse();
        assertThat(ledgers.received(topic, 0, 2, Integer.MAX_VALUE).settledBefore(0))
                .isTrue();
    }

    @Test
    void unreadMailOlderThanHalfItsRetentionIsCounted() throws Exception {
        String old = topic + "-old";
        create(old, Map.of("retention.ms", Long.toString(Duration.ofDays(7).toMillis())));
        long now = Clock.systemUTC().millis();
        for (int days : new int[] {5, 4, 3, 2}) {
            long at = now - Duration.ofDays(days).toMillis();
            producer.send(new ProducerRecord<>(old, 0, at, null, bytes("{}"))).get();
        }
        PartitionLag lag = new PartitionLag(KAFKA, ledgers(false), Clock.systemUTC(), new SimpleMeterRegistry());
        TopicPartition of = new TopicPartition(old, 0);

        assertThat(lag.of(Map.of(of, 0L))).containsExactly(new PartitionLag.Lag(of, 4, 2));
        assertThat(lag.of(Map.of(of, 3L))).containsExactly(new PartitionLag.Lag(of, 1, 0));
        assertThat(lag.of(Map.of(of, 4L))).containsExactly(new PartitionLag.Lag(of, 0, 0));
    }

    @Test
    void longSegmentsAndShortOffsetRetentionAreWarnedOf() throws Exception {
        String daily = topic + "-daily";
        create(daily, Map.of("segment.ms", "86400000"));
        create(topic + "-hourly", Map.of("segment.ms", "3600000"));

        List<String> warnings = new BrokerRetention(KAFKA, topics).warnings(List.of(daily, topic + "-hourly"));

        // The embedded broker keeps offsets for 30 days.
        assertThat(warnings).hasSize(1).first().asString().contains(daily, "86400000", "3600000");
    }

    private PartitionLedgers ledgers(boolean word) {
        return new PartitionLedgers(
                KAFKA, topics, event -> CompletableFuture.completedFuture(null), new Waiting.Nothing(), word);
    }

    private void assign(PartitionLedgers ledgers) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        KafkaResource.bootstrapServers(),
                        "group.id",
                        topic,
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            ledgers.assigned(consumer, List.of(partition), () -> true);
        }
    }

    private void receipt(Origin consumed) throws Exception {
        var record = new ProducerRecord<byte[], byte[]>("mail.delivery-events", 0, null, bytes("{}"));
        record.headers()
                .add(Headers.RECEIPT, bytes(Receipt.of(consumed, List.of(0)).text()));
        producer.send(record).get();
    }

    private static void create(String name, Map<String, String> configs) throws Exception {
        try (AdminClient admin = AdminClient.create(KAFKA)) {
            List<NewTopic> one = new ArrayList<>(List.of(new NewTopic(name, 1, (short) 1).configs(configs)));
            admin.createTopics(one).all().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
