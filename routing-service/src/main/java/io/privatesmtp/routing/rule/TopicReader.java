package io.privatesmtp.routing.rule;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks at topics as they stand now, without a group. Blocks. */
@ApplicationScoped
class TopicReader {
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> settings;

    TopicReader(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.settings = new HashMap<>(kafka);
        settings.keySet().removeIf(key -> key.startsWith("group."));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    }

    /** The range of offsets that each partition holds. */
    Map<Integer, Range> ranges(String topic) {
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, List.of(topic));
            Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
            Map<Integer, Range> ranges = new HashMap<>();
            consumer.endOffsets(partitions)
                    .forEach((partition, end) ->
                            ranges.put(partition.partition(), new Range(first.getOrDefault(partition, 0L), end)));
            return ranges;
        }
    }

    /** Offsets from {@code first} up to but without {@code end}. */
    record Range(long first, long end) {}

    /** The rows of compacted topics: the last value of each key, without those that a tombstone removed. */
    Map<TableKey, byte[]> rows(Collection<String> topics) {
        Map<TableKey, byte[]> rows = new HashMap<>();
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                    put(rows, row);
                }
            }
        }
        return rows;
    }

    private static void put(Map<TableKey, byte[]> rows, ConsumerRecord<byte[], byte[]> row) {
        if (row.key() == null) {
            return; // not one of ours: nothing could remove it
        }
        TableKey key = new TableKey(row.topic(), new String(row.key(), StandardCharsets.UTF_8));
        if (row.value() == null) {
            rows.remove(key);
        } else {
            rows.put(key, row.value());
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, Collection<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
        }
        return partitions;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
