package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes records with an idempotent producer, in the order given; the answer comes when the broker has them all. */
@ApplicationScoped
class TableWriter {
    private final Map<String, Object> settings;
    /** {@code send} blocks while the broker is away: its own thread, and one alone keeps the order. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("table-writer").daemon().factory());

    private @Nullable KafkaProducer<byte[], byte[]> producer;

    TableWriter(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "routing-tables");
    }

    /** The record of a row of a table; a null value is a tombstone. */
    static ProducerRecord<byte[], byte[]> row(TableKey key, @Nullable Object value) {
        return new ProducerRecord<>(
                key.topic(), key.key().getBytes(StandardCharsets.UTF_8), value == null ? null : Json.write(value));
    }

    Uni<Void> write(List<ProducerRecord<byte[], byte[]>> records) {
        return Uni.createFrom()
                .completionStage(() -> CompletableFuture.supplyAsync(() -> send(records), sender)
                        .thenCompose(sent -> sent));
    }

    /** How many partitions a topic has. */
    Uni<Integer> partitions(String topic) {
        return Uni.createFrom()
                .completionStage(() -> CompletableFuture.supplyAsync(
                        () -> producer().partitionsFor(topic).size(), sender));
    }

    @PreDestroy
    void close() {
        sender.execute(() -> {
            if (producer != null) {
                producer.close(Duration.ofSeconds(5));
            }
        });
        sender.close();
    }

    private CompletableFuture<Void> send(List<ProducerRecord<byte[], byte[]>> records) {
        List<CompletableFuture<Void>> acknowledged = new ArrayList<>();
        for (var record : records) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            acknowledged.add(done);
            producer().send(record, (metadata, failure) -> {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        }
        return CompletableFuture.allOf(acknowledged.toArray(CompletableFuture[]::new));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> current = producer;
        if (current == null) {
            current = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
            producer = current;
        }
        return current;
    }
}
