package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.embedded.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A worker that lost its partition without knowing goes on writing for a while. */
class ZombieTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());

    private final String topic = "zombie-" + UUID.randomUUID().toString().substring(0, 8);
    private final TopicPartition partition = new TopicPartition(topic, 0);

    @Test
    void itsCommitIsRefusedAndItsLateReceiptCounts() throws Exception {
        for (String name :
                List.of(topic, "mail.delivery-events", "mail.bounce-events", "mail.dead-letter", "mail.retry.1m")) {
            create(name);
        }
        ReceiptTopics topics = new ReceiptTopics(KAFKA, List.of("1m"));
        topics.look();
        PartitionLedgers zombies = ledgers(topics);
        PartitionLedgers owners = ledgers(topics);
        PartitionLedgers heirs = ledgers(topics);
        try (var producer = new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer());
                var zombie = consumer();
                var owner = consumer()) {
            producer.send(new ProducerRecord<>(topic, 0, null, bytes("{}"))).get();
            join(zombie, zombies);
            Reception atZombie = zombies.received(topic, 0, 0, Integer.MAX_VALUE);

            // It does not poll any more, and the group counts it out.
            join(owner, owners);
            Reception atOwner = owners.received(topic, 0, 0, Integer.MAX_VALUE);
            assertThat(atOwner.settledBefore(0))
                    .as("nobody knows of it yet: at least once")
                    .isFalse();

            var late = new ProducerRecord<byte[], byte[]>("mail.delivery-events", 0, null, bytes("{}"));
            late.headers()
                    .add(
                            Headers.RECEIPT,
                            bytes(Receipt.of(new Origin(topic, 0, 0), List.of(0))
                                    .text()));
            producer.send(late).get();
            atZombie.settled();
            assertThatExceptionOfType(CommitFailedException.class)
                    .isThrownBy(() -> zombie.commitSync(zombies.toCommit(List.of(partition))));

            // The owner dies before it has settled the record; whoever comes next sends it no third time.
            owner.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
            try (var heir = consumer()) {
                join(heir, heirs);
                assertThat(heir.committed(java.util.Set.of(partition))
                                .get(partition)
                                .offset())
                        .isZero();
                assertThat(heirs.received(topic, 0, 0, Integer.MAX_VALUE).settledBefore(0))
                        .isTrue();
            }
        } finally {
            topics.atStop(null);
        }
    }

    private static PartitionLedgers ledgers(ReceiptTopics topics) {
        return new PartitionLedgers(
                KAFKA, topics, event -> CompletableFuture.completedFuture(null), new Waiting.Nothing(), false);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        KafkaResource.bootstrapServers(),
                        "group.id",
                        topic,
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "session.timeout.ms",
                        6_000,
                        "max.poll.interval.ms",
                        6_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Polls until the partition is assigned and taken over. */
    private void join(KafkaConsumer<byte[], byte[]> consumer, PartitionLedgers ledgers) {
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                ledgers.assigned(consumer, partitions, () -> true);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                // A crash gives nothing back.
            }
        });
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (ledgers.partitions() == 0 && System.nanoTime() < end) {
            consumer.poll(Duration.ofMillis(100));
        }
        assertThat(ledgers.partitions()).isEqualTo(1);
    }

    private static void create(String name) throws Exception {
        try (AdminClient admin = AdminClient.create(KAFKA)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
