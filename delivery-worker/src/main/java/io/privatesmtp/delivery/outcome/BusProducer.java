package io.privatesmtp.delivery.outcome;

import io.privatesmtp.delivery.receipt.AnnouncedEvent;
import io.privatesmtp.delivery.receipt.MissingEvents;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Writes what follows from consumed records, until Kafka has acknowledged it: all replicas, idempotently, for as long as
 * it takes. Sends are made on a thread of their own, because the client may block while it has no metadata.
 */
@ApplicationScoped
public class BusProducer implements MissingEvents {
    private static final Logger LOG = Logger.getLogger(BusProducer.class);
    private static final int RESEND_SECONDS = 1;
    private static final int BUFFER_BYTES = 96 * 1024 * 1024;
    private static final int MAX_REQUEST_BYTES = 40 * 1024 * 1024;

    private final Map<String, Object> settings;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-bus-producer").factory());
    private volatile KafkaProducer<byte[], byte[]> producer;

    BusProducer(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "psr-delivery-worker");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
        this.producer = open();
    }

    private KafkaProducer<byte[], byte[]> open() {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Completed when it is acknowledged; fails only where the record is larger than its topic takes. */
    public CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> outgoing) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        enqueue(outgoing, acknowledged);
        return acknowledged;
    }

    @Override
    public CompletableFuture<Void> announced(AnnouncedEvent event) {
        return send(EventRecords.announced(event));
    }

    private void enqueue(ProducerRecord<byte[], byte[]> outgoing, CompletableFuture<Void> acknowledged) {
        try {
            sender.execute(() -> trySend(outgoing, acknowledged));
        } catch (RejectedExecutionException e) {
            // The worker stops; what is not acknowledged stays unsettled.
            LOG.debugf("not sent to %s any more", outgoing.topic());
        }
    }

    private void trySend(ProducerRecord<byte[], byte[]> outgoing, CompletableFuture<Void> acknowledged) {
        KafkaProducer<byte[], byte[]> used = producer;
        try {
            used.send(outgoing, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    failed(outgoing, acknowledged, failure);
                }
            });
        } catch (RuntimeException e) {
            failed(outgoing, acknowledged, e);
        }
    }

    private void failed(
            ProducerRecord<byte[], byte[]> outgoing, CompletableFuture<Void> acknowledged, Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            acknowledged.completeExceptionally(failure);
            return;
        }
        LOG.warnf("a record for %s is not written yet: %s", outgoing.topic(), failure.getMessage());
        try {
            sender.schedule(() -> resend(outgoing, acknowledged), RESEND_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("not sent to %s any more", outgoing.topic());
        }
    }

    private void resend(ProducerRecord<byte[], byte[]> outgoing, CompletableFuture<Void> acknowledged) {
        // A producer that met a fatal error sends nothing more; another may.
        KafkaProducer<byte[], byte[]> old = producer;
        try {
            old.partitionsFor(outgoing.topic());
        } catch (IllegalStateException e) {
            producer = open();
            old.close(Duration.ZERO);
        } catch (RuntimeException e) {
            LOG.debugf("no metadata of %s", outgoing.topic());
        }
        trySend(outgoing, acknowledged);
    }

    /** After the channels, which are closed at 50 and give up their partitions then: that writes events still. */
    void atStop(@Observes @Priority(1_000) @BeforeDestroyed(ApplicationScoped.class) Object event)
            throws InterruptedException {
        sender.shutdown();
        sender.awaitTermination(5, TimeUnit.SECONDS);
        producer.close(Duration.ofSeconds(10));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
