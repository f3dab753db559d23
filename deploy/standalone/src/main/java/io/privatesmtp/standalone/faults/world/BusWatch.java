package io.privatesmtp.standalone.faults.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.standalone.faults.evidence.DeadLetter;
import io.privatesmtp.standalone.faults.evidence.Observed;
import io.privatesmtp.standalone.faults.evidence.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads events and dead letters as they come, each record once, without a group. */
final class BusWatch implements AutoCloseable {
    /** What is needed of an event. */
    record Seen(String recipient, Instant at, @Nullable Boolean uncertain) {}

    private static final List<String> TOPICS =
            List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS, Topics.DEAD_LETTER);
    private static final Set<String> TERMINAL = Set.of(MailEvent.Delivered.TYPE, MailEvent.Bounced.TYPE);
    private static final int IDLE_POLLS = 3;

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** The topics must exist. */
    BusWatch(String servers) {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                servers,
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "allow.auto.create.topics",
                false,
                "max.poll.records",
                5_000,
                "fetch.max.wait.ms",
                50,
                "reconnect.backoff.max.ms",
                1_000,
                "default.api.timeout.ms",
                10_000);
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = new HashSet<TopicPartition>();
        TOPICS.forEach(topic -> consumer.partitionsFor(topic)
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Hands over what has come since, without waiting for more. */
    void refresh(Observed observed) {
        try {
            for (int idle = 0; idle < IDLE_POLLS; ) {
                var records = consumer.poll(Duration.ofMillis(60));
                idle = records.isEmpty() ? idle + 1 : 0;
                records.forEach(row -> read(row, observed));
                if (!records.isEmpty() && records.count() < 200) {
                    return;
                }
            }
        } catch (TimeoutException e) {
            // the broker is away: it is a fault suite
        }
    }

    private static void read(ConsumerRecord<byte[], byte[]> row, Observed observed) {
        if (row.topic().equals(Topics.DEAD_LETTER)) {
            var key = row.key() == null ? "" : new String(row.key(), UTF_8);
            observed.add(new DeadLetter(key, header(row, Headers.ERROR_CODE), header(row, Headers.ORIGIN)));
            return;
        }
        var type = header(row, Headers.CE_TYPE);
        var seen = Json.read(row.value(), Seen.class);
        observed.add(new Told(
                header(row, Headers.CE_ID),
                type.intern(),
                seen.recipient(),
                seen.at(),
                Boolean.TRUE.equals(seen.uncertain()),
                TERMINAL.contains(type)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> row, String name) {
        var header = row.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
