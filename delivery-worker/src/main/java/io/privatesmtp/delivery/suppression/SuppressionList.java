package io.privatesmtp.delivery.suppression;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.Suppression;
import io.privatesmtp.delivery.outcome.BusProducer;
import io.privatesmtp.kit.TableFollower;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whom no mail is sent to any more, as {@code mail.suppressions} says: read to its end before any channel opens, then
 * followed. Only hashes are kept; what else is known of a suppression stands on the topic.
 */
@ApplicationScoped
public class SuppressionList {
    private static final Logger LOG = Logger.getLogger(SuppressionList.class);

    /** Longer than another worker takes to take over what a dead one had in hand. */
    private static final Duration UNSETTLED = Duration.ofHours(1);

    private static final int MAX_CAUSES = 50_000;

    private final Cache<String, String> causes = Caffeine.newBuilder()
            .maximumSize(MAX_CAUSES)
            .expireAfterWrite(UNSETTLED)
            .build();
    private final KeyedHashes keys = new KeyedHashes(new SecureRandom());
    private final Map<String, CompletableFuture<Void>> lifts = new ConcurrentHashMap<>();
    private final BusProducer producer;
    private final Clock clock;
    private final TableFollower follower;

    SuppressionList(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            BusProducer producer,
            MeterRegistry metrics,
            Clock clock) {
        this.producer = producer;
        this.clock = clock;
        this.follower = new TableFollower("psr-suppressions", kafka, List.of(Topics.SUPPRESSIONS), this::row);
        metrics.gauge("psr.suppressions", keys, KeyedHashes::size);
    }

    /** Blocks the start until the list stands: nobody on it may be sent to. */
    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 10) StartupEvent event) {
        follower.start().caughtUp().join();
        LOG.infof("suppressions read: %d recipients", keys.size());
    }

    void atStop(@Observes ShutdownEvent event) {
        follower.close();
    }

    public boolean contains(SuppressionKey key) {
        return keys.contains(key.text());
    }

    /**
     * Whether this very message's bounce put the recipient on the list lately. A worker that dies after that, and before the event of
     * the bounce, leaves the message to another one: there it is no mail to somebody suppressed, but mail that has not ended.
     */
    boolean causedBy(SuppressionKey key, Origin message) {
        return message.toString().equals(causes.getIfPresent(key.text()));
    }

    /** The same as {@link #suppress(SuppressionKey, Suppression)}, because of a message's bounce. */
    CompletableFuture<Void> suppress(SuppressionKey key, Suppression suppression, Origin cause) {
        ProducerRecord<byte[], byte[]> row = row(key, Json.write(suppression));
        row.headers().add(Headers.ORIGIN, cause.toString().getBytes(StandardCharsets.UTF_8));
        return producer.send(row).thenRun(() -> {
            causes.put(key.text(), cause.toString());
            keys.add(key.text());
        });
    }

    /** Completed once it is on the bus; it counts in this worker from then on, in others within a second. */
    public CompletableFuture<Void> suppress(SuppressionKey key, Suppression suppression) {
        return producer.send(row(key, Json.write(suppression))).thenRun(() -> keys.add(key.text()));
    }

    /** Completed once this worker has read it back: what stood before it in the topic cannot undo it any more. */
    public CompletableFuture<Void> lift(SuppressionKey key) {
        CompletableFuture<Void> readBack = lifts.computeIfAbsent(key.text(), k -> new CompletableFuture<>());
        return producer.send(row(key, null)).thenCompose(v -> readBack);
    }

    /** By the key alone, so that a suppression and its tombstone meet in one partition and compaction finds them. */
    private static ProducerRecord<byte[], byte[]> row(SuppressionKey key, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.SUPPRESSIONS, key.text().getBytes(StandardCharsets.UTF_8), value);
    }

    private void row(ConsumerRecord<byte[], byte[]> row) {
        if (row.key() == null) {
            return;
        }
        String text = new String(row.key(), StandardCharsets.UTF_8);
        try {
            String key = SuppressionKey.parse(text).text();
            if (row.value() != null) {
                rememberCause(key, row);
                keys.add(key);
                return;
            }
            keys.remove(key);
            CompletableFuture<Void> lifted = lifts.remove(key);
            if (lifted != null) {
                lifted.complete(null);
            }
        } catch (ContractViolation e) {
            LOG.errorf("a row of %s is not used: %s", row.topic(), e.getMessage());
        }
    }

    private void rememberCause(String key, ConsumerRecord<byte[], byte[]> row) {
        Header cause = row.headers().lastHeader(Headers.ORIGIN);
        if (cause != null && row.timestamp() > clock.millis() - UNSETTLED.toMillis()) {
            causes.put(key, new String(cause.value(), StandardCharsets.UTF_8));
        }
    }
}
