package io.privatesmtp.delivery.worker;

import io.privatesmtp.embedded.KafkaResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Another member of the worker's group, which reads nothing and soon leaves again. */
final class Rival {
    private static final Duration POLL = Duration.ofMillis(100);

    private Rival() {}

    /** Joins, gets partitions of the topic, and leaves. The partitions that it had. */
    static List<TopicPartition> takeSomeOf(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                KafkaResource.bootstrapServers(),
                "group.id",
                "psr-delivery",
                "enable.auto.commit",
                false,
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName());
        try (var rival = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            rival.subscribe(List.of(topic));
            for (int i = 0; i < 400 && rival.assignment().isEmpty(); i++) {
                rival.poll(POLL);
            }
            return List.copyOf(rival.assignment());
        }
    }
}
