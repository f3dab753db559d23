package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads, before the first record of newly assigned partitions is looked at, what receipts say of the records that were
 * received before and not committed. Finds retry records, too, whose events do not stand.
 */
final class Takeover {
    private static final Logger LOG = Logger.getLogger(Takeover.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SLACK_MILLIS = 60_000;

    /**
     * What was found.
     *
     * @param missingEvents events that a retry record announced and that stand nowhere
     */
    record Found(
            Map<TopicPartition, Settled> settled,
            Map<TopicPartition, ReceiptPositions> from,
            List<AnnouncedEvent> missingEvents) {}

    private final ReceiptTopics topics;
    private final Map<String, Object> kafka;
    private final Map<TopicPartition, Settled> settled = new HashMap<>();
    private final Map<TopicPartition, ReceiptPositions> from = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Unpaired unpaired = new Unpaired();

    Takeover(Map<String, Object> kafka, ReceiptTopics topics) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, "psr-takeover");
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.topics = topics;
    }

    /** @param offsets the committed offsets of the partitions taken over; without one, nobody received anything yet */
    Found read(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return new Found(settled, from, List.of());
        }
        long begin = System.nanoTime();
        try (var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            offsets.forEach((partition, commit) -> {
                ReceiptPositions positions = ReceiptPositions.parse(commit.metadata());
                from.put(partition, positions == null ? byTime(consumer, partition, commit.offset()) : positions);
                committed.put(partition, commit.offset());
                settled.put(partition, new Settled());
            });
            int records = readToEnd(consumer, starts());
            List<AnnouncedEvent> missing = missing(consumer);
            LOG.infof(
                    "took over %d partitions: read %d receipt records in %d ms, %d records are settled already, %d events missing",
                    offsets.size(),
                    records,
                    (System.nanoTime() - begin) / 1_000_000,
                    settled.values().stream().mapToInt(Settled::size).sum(),
                    missing.size());
            return new Found(settled, from, missing);
        }
    }

    /** Consumed partitions share receipt partitions: each is read once, from the earliest position of them. */
    private Map<TopicPartition, Long> starts() {
        Map<TopicPartition, Long> starts = new HashMap<>();
        from.forEach((consumed, positions) -> positions
                .ends()
                .forEach((topic, end) -> starts.merge(
                        new TopicPartition(topic, topics.partition(topic, consumed.partition())), end, Math::min)));
        return starts;
    }

    private int readToEnd(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> starts) {
        Collection<TopicPartition> partitions = starts.keySet();
        consumer.assign(partitions);
        starts.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int records = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                note(record);
                records++;
            }
        }
        return records;
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        // Dead letters bear their producers' headers: an id counts where only workers write. Only what settles nothing
        // is announced.
        String eventId = text(record, Headers.CE_ID);
        String receiptText = text(record, Headers.RECEIPT);
        if (eventId != null && receiptText == null && record.topic().equals(Topics.DELIVERY_EVENTS)) {
            unpaired.stands(eventId);
        }
        if (receiptText == null) {
            return;
        }
        try {
            Receipt receipt = Receipt.parse(receiptText);
            TopicPartition consumed = new TopicPartition(
                    receipt.consumed().topic(), receipt.consumed().partition());
            Long commit = committed.get(consumed);
            Settled known = settled.get(consumed);
            if (commit == null || known == null || receipt.consumed().offset() < commit) {
                return;
            }
            known.add(receipt);
            Unpaired.Place place = new Unpaired.Place(
                    new TopicPartition(record.topic(), record.partition()), record.offset(), consumed.partition());
            announcements(record, place).forEach(event -> unpaired.announced(event.id(), place));
        } catch (ContractViolation e) {
            LOG.warnf("a receipt in %s cannot be read: %s", record.topic(), e.getMessage());
        }
    }

    private List<AnnouncedEvent> announcements(ConsumerRecord<byte[], byte[]> record, Unpaired.Place place) {
        Header header = record.headers().lastHeader(Announcement.HEADER);
        return header == null
                ? List.of()
                : Announcement.parse(
                        header.value(),
                        record.key(),
                        topics.partition(Topics.DELIVERY_EVENTS, place.consumedPartition()));
    }

    /** Reads the retry records again that announced them: there are few, those that were under way at the crash. */
    private List<AnnouncedEvent> missing(Consumer<byte[], byte[]> consumer) {
        List<AnnouncedEvent> missing = new ArrayList<>();
        unpaired.places().forEach((partition, places) -> {
            consumer.assign(List.of(partition));
            for (Unpaired.Place place : places) {
                consumer.seek(partition, place.offset());
                while (consumer.position(partition) <= place.offset()) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                        if (record.offset() == place.offset()) {
                            announcements(record, place).stream()
                                    .filter(event -> unpaired.missing(event.id()))
                                    .forEach(missing::add);
                        }
                    }
                }
            }
        });
        return missing;
    }

    /** Somebody else committed: no receipt of the record can be older than the record, but clocks may differ a little. */
    private ReceiptPositions byTime(Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
        Map<String, Long> positions = new HashMap<>();
        topics.topics().forEach(topic -> positions.put(topic, 0L));
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long since = -1;
        for (int tries = 0;
                since < 0 && tries < 25 && consumer.position(partition) < end(consumer, partition);
                tries++) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                since = since < 0 ? record.timestamp() - SLACK_MILLIS : since;
            }
        }
        Map<TopicPartition, Long> times = new HashMap<>();
        for (String topic : topics.topics()) {
            times.put(new TopicPartition(topic, topics.partition(topic, partition.partition())), Math.max(0, since));
        }
        if (since >= 0) {
            consumer.assign(times.keySet());
            consumer.offsetsForTimes(times)
                    .forEach((receipts, found) ->
                            positions.put(receipts.topic(), found == null ? end(consumer, receipts) : found.offset()));
        }
        return new ReceiptPositions(positions);
    }

    private static long end(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
