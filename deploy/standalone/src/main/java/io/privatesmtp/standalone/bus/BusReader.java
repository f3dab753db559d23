package io.privatesmtp.standalone.bus;

import io.privatesmtp.standalone.system.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics without a group: it commits nothing and disturbs nobody. */
public final class BusReader {
    private BusReader() {}

    /** Hands over every record that is in the topics at the moment of the call. */
    public static void readToEnd(String servers, List<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<String, Object> configuration = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                10_000);
        try (var consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = partitions(consumer, topics);
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var open = new HashSet<>(partitions);
            while (closeFinished(consumer, open, ends)) {
                consumer.poll(Duration.ofMillis(500)).forEach(reader);
            }
        } catch (KafkaException e) {
            throw new Failure(
                    "Kafka at " + servers + " does not answer (is the system up? ./psr status tells): "
                            + e.getMessage(),
                    e);
        }
    }

    private static Set<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, List<String> topics) {
        var present = consumer.listTopics();
        var partitions = new HashSet<TopicPartition>();
        for (var topic : topics) {
            present.getOrDefault(topic, List.of())
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    /** Whether partitions are left of which something is unread. */
    private static boolean closeFinished(
            KafkaConsumer<?, ?> consumer, Collection<TopicPartition> open, Map<TopicPartition, Long> ends) {
        open.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
        return !open.isEmpty();
    }
}
