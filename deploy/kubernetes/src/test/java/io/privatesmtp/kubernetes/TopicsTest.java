package io.privatesmtp.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.kit.TopicPlan;
import io.privatesmtp.kit.TopicSettings;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {
    /** Of a topic whose every message has a copy on two brokers before it counts as written. */
    private static final String MIN_ISR = "min.insync.replicas";

    record Topic(int partitions, int replicas, Map<String, String> config) {}

    @Test
    void theTopicsAreThoseThatTheServicesWouldCreate() throws IOException {
        Map<String, Topic> planned = new TreeMap<>();
        for (NewTopic topic : TopicPlan.topics(new Settings(), List.of("1m", "5m", "15m", "1h", "4h"))) {
            planned.put(topic.name(), new Topic(topic.numPartitions(), topic.replicationFactor(), topic.configs()));
        }

        assertThat(described()).isEqualTo(planned);
    }

    private static Map<String, Topic> described() throws IOException {
        Map<String, Topic> topics = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("topics"))) {
            for (Path file : files.toList()) {
                for (KafkaTopic topic : StrictYaml.only(StrictYaml.parse(Files.readString(file)), KafkaTopic.class)) {
                    Map<String, String> config = new HashMap<>();
                    topic.getSpec().getConfig().forEach((key, value) -> config.put(key, String.valueOf(value)));
                    assertThat(config.remove(MIN_ISR))
                            .as(topic.getMetadata().getName())
                            .isEqualTo("2");
                    topics.put(
                            topic.getMetadata().getName(),
                            new Topic(
                                    topic.getSpec().getPartitions(),
                                    topic.getSpec().getReplicas(),
                                    config));
                }
            }
        }
        return topics;
    }

    private static final class Settings implements TopicSettings {
        @Override
        public int partitions() {
            return 12;
        }

        @Override
        public short replication() {
            return 3;
        }

        @Override
        public int maxRecordBytes() {
            return 37_748_736;
        }
    }
}
