package io.privatesmtp.bench.world;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.bus.TableRows;
import io.privatesmtp.standalone.system.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on the bus. Counting asks for the ends of topics only, which costs the broker next to nothing. */
public final class Bus implements AutoCloseable {
    private static final List<String> FAILURES = List.of(Topics.BOUNCE_EVENTS, Topics.DEAD_LETTER);

    private final String servers;
    private final Admin admin;
    private final Map<String, List<TopicPartition>> partitions = new HashMap<>();

    Bus(String servers) {
        this.servers = servers;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
    }

    public String servers() {
        return servers;
    }

    void createTables() {
        await(TableRows.createTopics(admin));
    }

    /** Delivery events that were ever written. */
    public long events() {
        return records(Topics.DELIVERY_EVENTS);
    }

    /** Bounces and dead letters that were ever written: no case has any. */
    public long failures() {
        return FAILURES.stream().mapToLong(this::records).sum();
    }

    /** Attempts that were put off: because they were refused for a while, or because their lane had no room. */
    public long retries() {
        return Rig.RETRY_DELAYS.stream()
                .mapToLong(delay -> records(Topics.retry(delay)))
                .sum();
    }

    private long records(String topic) {
        return ends(topic).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The offsets of what is written next. */
    public Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.computeIfAbsent(topic, this::partitionsOf).forEach(p -> asked.put(p, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(asked).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Hands over all delivery events from these offsets up to what is there now. */
    public void readEvents(Map<TopicPartition, Long> from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", servers, "max.poll.records", 5_000);
        try (var consumer =
                new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var ends = ends(Topics.DELIVERY_EVENTS);
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            while (from.keySet().stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return await(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new Failure("the broker does not answer: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
