package io.privatesmtp.provisioning;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.embedded.KafkaResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the facts of a key from the bus, as any consumer would. */
public final class Facts {
    public record Fact(String type, String id, long offset, JsonNode value) {
        public String text(String field) {
            return value.path(field).asText();
        }
    }

    private Facts() {}

    /** The facts of a key, once there are at least this many. */
    public static List<Fact> awaitAtLeast(int count, String key) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> of(key), facts -> facts.size() >= count);
    }

    public static List<Fact> of(String key) {
        return of(key, KafkaResource.bootstrapServers());
    }

    public static List<Fact> of(String key, String bootstrapServers) {
        List<Fact> facts = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.PROVISIONING).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(seen -> {
                    if (key.equals(seen.key())) {
                        facts.add(fact(seen));
                    }
                });
            }
        }
        facts.sort(Comparator.comparingLong(Fact::offset));
        return facts;
    }

    private static Fact fact(ConsumerRecord<String, byte[]> seen) {
        try {
            return new Fact(
                    header(seen, Headers.CE_TYPE), header(seen, Headers.CE_ID), seen.offset(), Json.tree(seen.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<?, ?> seen, String name) {
        return new String(seen.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
