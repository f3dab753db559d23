package io.privatesmtp.delivery.seen;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.delivery.HandMovedClock;
import io.privatesmtp.embedded.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker reads of the ids that others accepted, on a real broker. */
class SeenTopicTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());
    private static final int COUNT = 3;

    private final String topic =
            Topics.outbound("t-" + UUID.randomUUID().toString().substring(0, 8));
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer());
    private final HandMovedClock time = new HandMovedClock(Mails.NOW);

    @BeforeEach
    void topic() throws Exception {
        try (var admin = AdminClient.create(KAFKA)) {
            admin.createTopics(List.of(new NewTopic(Topics.SEEN, COUNT, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void acceptedIdsAreKnownToTheNextOwnerOfTheirPartition() throws Exception {
        write(0, id(at(0, 4), "a"), at(0, 4).toString());

        assertThat(original(0, "a")).isEqualTo(at(0, 4));
        assertThat(original(0, "b")).isNull();
    }

    @Test
    void partitionsThatShareAnEntrysPartitionDoNotMixTheirIds() throws Exception {
        write(1, id(at(1, 4), "a"), at(1, 4).toString());
        write(1, id(at(1 + COUNT, 9), "a"), at(1 + COUNT, 9).toString());

        assertThat(original(1, "a")).isEqualTo(at(1, 4));
        assertThat(original(1 + COUNT, "a")).isEqualTo(at(1 + COUNT, 9));
        assertThat(original(1 + 2 * COUNT, "a")).isNull();
    }

    @Test
    void anIdThatWasTakenBackIsFree() throws Exception {
        write(0, id(at(0, 4), "a"), at(0, 4).toString());
        write(0, id(at(0, 4), "a"), null);

        assertThat(original(0, "a")).isNull();
    }

    @Test
    void damagedEntriesArePassedOver() throws Exception {
        producer.send(new ProducerRecord<>(Topics.SEEN, 0, null, bytes("short"), bytes("x")))
                .get();
        write(0, id(at(0, 4), "a"), "nonsense");
        write(0, id(at(0, 5), "b"), at(0, 5).toString());

        assertThat(original(0, "a")).isNull();
        assertThat(original(0, "b")).isEqualTo(at(0, 5));
    }

    @Test
    void everythingIsReadHoweverMuchItIs() throws Exception {
        List<Origin> all = new ArrayList<>();
        for (int i = 0; i < 25_000; i++) {
            Origin origin = at(2, i);
            all.add(origin);
            producer.send(row(2, id(origin, "id-" + i), origin.toString()));
        }
        producer.flush();

        SeenIds ids = takingOver(2);

        assertThat(ids.size()).isEqualTo(all.size());
        assertThat(all)
                .allSatisfy(origin -> assertThat(
                                ids.originalOf(Mails.named(at(2, 99_999), "id-" + origin.offset()), "acme"))
                        .isCompletedWithValue(origin));
    }

    private Origin original(int partition, String id) {
        var found = takingOver(partition).originalOf(Mails.named(at(partition, 99_999), id), "acme");
        return found == null ? null : found.join();
    }

    private SeenIds takingOver(int partition) {
        SeenIds ids = new SeenIds(new SeenTopic(KAFKA, null), time, Long.MAX_VALUE);
        ids.assigned(List.of(new TopicPartition(topic, partition)));
        return ids;
    }

    private void write(int partition, IdHash id, String value) throws Exception {
        producer.send(row(partition, id, value)).get();
    }

    private ProducerRecord<byte[], byte[]> row(int partition, IdHash id, String value) {
        Instant now = time.instant();
        return new ProducerRecord<>(
                Topics.SEEN, partition, now.toEpochMilli(), id.key(), value == null ? null : bytes(value));
    }

    private static IdHash id(Origin origin, String id) {
        return IdHash.of(origin, "acme", id);
    }

    private Origin at(int partition, long offset) {
        return new Origin(topic, partition, offset);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
