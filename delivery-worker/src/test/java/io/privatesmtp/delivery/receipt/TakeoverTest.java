package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.embedded.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker finds out, on a real broker, about partitions that another one left. */
class TakeoverTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());
    private static final List<String> RECEIPTS =
            List.of("mail.delivery-events", "mail.bounce-events", "mail.dead-letter", "mail.retry.1m");

    private final String submissions = "taken-" + UUID.randomUUID().toString().substring(0, 8);
    private final TopicPartition taken = new TopicPartition(submissions, 0);
    private final KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer());
    private ReceiptTopics topics;

    @BeforeEach
    void topics() throws Exception {
        try (var admin = AdminClient.create(KAFKA)) {
            List<NewTopic> all = new ArrayList<>(List.of(new NewTopic(submissions, 1, (short) 1)));
            RECEIPTS.forEach(topic -> all.add(new NewTopic(topic, 3, (short) 1)));
            for (var created : admin.createTopics(all).values().values()) {
                try {
                    created.get(20, TimeUnit.SECONDS);
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                }
            }
        }
        topics = new ReceiptTopics(KAFKA, List.of("1m"));
        topics.look();
    }

    @AfterEach
    void close() {
        producer.close();
        topics.atStop(null);
    }

    @Test
    void recipientsWithAReceiptAreSettled() throws Exception {
        ReceiptPositions before = topics.positions(0);
        write("mail.delivery-events", "e-1", Receipt.of(consumed(4), List.of(0)), null);
        write("mail.bounce-events", "e-2", Receipt.of(consumed(4), List.of(2)), null);
        write("mail.dead-letter", null, Receipt.all(consumed(5)), null);
        write("mail.retry.1m", null, Receipt.of(consumed(7), List.of(1)), null);

        Settled settled = takeOver(4, before.text()).settled().get(taken);

        assertThat(settled.take(4)).hasToString("{0, 2}");
        assertThat(settled.all(5)).isTrue();
        assertThat(settled.take(6)).isNull();
        assertThat(settled.take(7)).hasToString("{1}");
    }

    @Test
    void receiptsOfCommittedRecordsAndOfOtherPartitionsAreLeftAlone() throws Exception {
        ReceiptPositions before = topics.positions(0);
        write("mail.delivery-events", "e-1", Receipt.of(consumed(3), List.of(0)), null);
        write("mail.delivery-events", "e-2", Receipt.all(new Origin("mail.outbound.other", 0, 9)), null);

        assertThat(takeOver(4, before.text()).settled().get(taken).size()).isZero();
    }

    @Test
    void anAnnouncedEventThatDoesNotStandIsMissing() throws Exception {
        ReceiptPositions before = topics.positions(0);
        announce("gone-" + submissions);
        announce("there-" + submissions);
        write("mail.delivery-events", "there-" + submissions, null, null);

        List<AnnouncedEvent> missing = takeOver(4, before.text()).missingEvents();

        assertThat(missing).extracting(AnnouncedEvent::id).containsExactly("gone-" + submissions);
        assertThat(missing.getFirst().json()).asString().isEqualTo("{\"of\":\"gone-" + submissions + "\"}");
        assertThat(missing.getFirst().key()).asString().isEqualTo("key");
    }

    @Test
    void ofAThousandAnnouncedEventsTheOnesThatDoNotStandAreMissing() throws Exception {
        ReceiptPositions before = topics.positions(0);
        List<String> ids =
                IntStream.range(0, 1_000).mapToObj(i -> i + "-" + submissions).toList();
        announce(ids.toArray(String[]::new));
        for (String id : ids.subList(0, 990)) {
            write("mail.delivery-events", id, null, null);
        }

        List<AnnouncedEvent> missing = takeOver(4, before.text()).missingEvents();

        assertThat(missing).extracting(AnnouncedEvent::id).containsExactlyElementsOf(ids.subList(990, 1_000));
        assertThat(missing)
                .allSatisfy(event -> assertThat(event.json()).asString().isEqualTo("{\"of\":\"" + event.id() + "\"}"));
    }

    @Test
    void anIdThatAProducerPutIntoADeadLetterDoesNotStandForAnEvent() throws Exception {
        ReceiptPositions before = topics.positions(0);
        announce("gone-" + submissions);
        write("mail.dead-letter", "gone-" + submissions, null, null);

        assertThat(takeOver(4, before.text()).missingEvents()).hasSize(1);
    }

    @Test
    void aDamagedReceiptIsPassedOver() throws Exception {
        ReceiptPositions before = topics.positions(0);
        var damaged = new ProducerRecord<byte[], byte[]>("mail.retry.1m", 0, null, bytes("{}"));
        damaged.headers().add(Headers.RECEIPT, bytes("nonsense"));
        producer.send(damaged).get();
        var silent = new ProducerRecord<byte[], byte[]>("mail.retry.1m", 0, null, bytes("{}"));
        silent.headers().add(Headers.RECEIPT, bytes(Receipt.all(consumed(8)).text()));
        silent.headers().add(Announcement.HEADER, null);
        producer.send(silent).get();

        assertThat(takeOver(4, before.text()).settled().get(taken).all(8)).isTrue();
    }

    @Test
    void aForeignCommitWithoutMetadataIsReadFromTheTimeOfItsRecord() throws Exception {
        producer.send(new ProducerRecord<>(submissions, 0, null, bytes("{}"))).get();
        write("mail.delivery-events", "e-1", Receipt.of(consumed(0), List.of(0)), null);

        assertThat(takeOver(0, "").settled().get(taken).take(0)).hasToString("{0}");
        assertThat(takeOver(0, "by some other tool").settled().get(taken).take(0))
                .hasToString("{0}");
    }

    /** As after an hour in which one slow record held the committed offset back. */
    @Test
    void manyReceiptsAreReadInLittleMemory() throws Exception {
        ReceiptPositions before = topics.positions(0);
        int many = 20_000;
        String json = "{\"of\":\"" + "x".repeat(600) + "\"}";
        for (int i = 0; i < many; i++) {
            String id = submissions + "-0-" + (10 + i) + "/0/1/mail.deferred";
            Origin consumed = consumed(10 + i);
            var retry = new ProducerRecord<byte[], byte[]>("mail.retry.1m", 0, bytes("key"), bytes("{}"));
            retry.headers()
                    .add(Headers.RECEIPT, bytes(Receipt.of(consumed, List.of(0)).text()));
            retry.headers()
                    .add(
                            Announcement.HEADER,
                            Announcement.of(
                                    List.of(new AnnouncedEvent(id, "mail.deferred", bytes(json), bytes("key"), 0))));
            producer.send(retry);
            if (i % 1_000 != 0) {
                var event = new ProducerRecord<byte[], byte[]>("mail.delivery-events", 0, bytes("key"), bytes(json));
                event.headers().add(Headers.CE_ID, bytes(id));
                producer.send(event);
            }
        }
        producer.flush();
        long heapBefore = heap();

        Takeover.Found found = takeOver(4, before.text());

        assertThat(found.settled().get(taken).size()).isEqualTo(many);
        assertThat(found.missingEvents()).hasSize(many / 1_000);
        assertThat(heap() - heapBefore).isLessThan(10_000_000);
        assertThat(found.settled().get(taken).take(10)).hasToString("{0}");
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private Takeover.Found takeOver(long offset, String metadata) {
        return new Takeover(KAFKA, topics).read(Map.of(taken, new OffsetAndMetadata(offset, metadata)));
    }

    private void announce(String... ids) throws Exception {
        List<AnnouncedEvent> events = Stream.of(ids)
                .map(id -> new AnnouncedEvent(id, "mail.deferred", bytes("{\"of\":\"" + id + "\"}"), bytes("key"), 0))
                .toList();
        write("mail.retry.1m", null, Receipt.of(consumed(6), List.of(0)), events);
    }

    private void write(String topic, String eventId, Receipt receipt, List<AnnouncedEvent> announced) throws Exception {
        var record = new ProducerRecord<byte[], byte[]>(topic, 0, bytes("key"), bytes("{}"));
        if (eventId != null) {
            record.headers().add(Headers.CE_ID, bytes(eventId));
        }
        if (receipt != null) {
            record.headers().add(Headers.RECEIPT, bytes(receipt.text()));
        }
        if (announced != null) {
            record.headers().add(Announcement.HEADER, Announcement.of(announced));
        }
        producer.send(record).get();
    }

    private Origin consumed(long offset) {
        return new Origin(submissions, 0, offset);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
