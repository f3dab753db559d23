package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Tells partitions that are new from partitions whose offsets were lost: both have no committed offset, but receipts of
 * the latter's records stand in the receipt topics. Consumed from the start, they would be sent once more.
 */
final class LostOffsets {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SLACK_MILLIS = 60_000;

    private final Map<String, Object> kafka;
    private final ReceiptTopics topics;

    LostOffsets(Map<String, Object> kafka, ReceiptTopics topics) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, "psr-lost-offsets");
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.topics = topics;
    }

    /** @param uncommitted partitions without a committed offset */
    Set<TopicPartition> of(Collection<TopicPartition> uncommitted) {
        if (uncommitted.isEmpty()) {
            return Set.of();
        }
        try (var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> since = new HashMap<>();
            Map<TopicPartition, Long> whole = new HashMap<>();
            uncommitted.forEach(partition -> whole.put(partition, 0L));
            // Assigned first: asked of partitions that are not, the consumer logs a warning for each.
            consumer.assign(uncommitted);
            consumer.offsetsForTimes(whole).forEach((partition, first) -> {
                if (first != null) {
                    since.put(partition, Math.max(0, first.timestamp() - SLACK_MILLIS));
                }
            });
            return withReceipts(consumer, since);
        }
    }

    /** No receipt is older than its record: they are looked for from the time of the oldest record that is left. */
    private Set<TopicPartition> withReceipts(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        since.forEach((partition, time) -> topics.topics()
                .forEach(topic -> times.merge(
                        new TopicPartition(topic, topics.partition(topic, partition.partition())), time, Math::min)));
        Map<TopicPartition, Long> starts = new HashMap<>();
        if (!times.isEmpty()) {
            consumer.assign(times.keySet());
            consumer.offsetsForTimes(times).forEach((receipts, found) -> start(starts, receipts, found));
        }
        Set<TopicPartition> lost = new HashSet<>();
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
        while (lost.size() < since.size()
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition of = consumed(record);
                if (of != null && since.containsKey(of)) {
                    lost.add(of);
                }
            }
        }
        return lost;
    }

    private static void start(
            Map<TopicPartition, Long> starts, TopicPartition receipts, @Nullable OffsetAndTimestamp found) {
        if (found != null) {
            starts.put(receipts, found.offset());
        }
    }

    private static @Nullable TopicPartition consumed(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Headers.RECEIPT);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            Receipt receipt = Receipt.parse(new String(header.value(), StandardCharsets.UTF_8));
            return new TopicPartition(
                    receipt.consumed().topic(), receipt.consumed().partition());
        } catch (ContractViolation e) {
            return null;
        }
    }

    /** For people: what happened, and how to go on. */
    static String sentence(Collection<TopicPartition> partitions) {
        List<String> names =
                partitions.stream().map(TopicPartition::toString).sorted().toList();
        return names
                + " have receipts and no committed offset: they are not consumed, because what was sent might be sent"
                + " again. Set psr.delivery.consume-without-offset=true for one start to go on: what receipts settle is"
                + " skipped, the rest is sent";
    }
}
