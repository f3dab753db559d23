package io.privatesmtp.delivery.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlScope;
import io.privatesmtp.bus.routing.ControlScope.Kind;
import io.privatesmtp.delivery.outcome.BusProducer;
import io.privatesmtp.delivery.route.TableChanges;
import io.privatesmtp.kit.TableFollower;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The directives on the bus: read to their end before any channel opens, followed, and written for operators. */
@ApplicationScoped
public class ControlTopic {
    private static final Logger LOG = Logger.getLogger(ControlTopic.class);
    private static final int PATIENCE_SECONDS = 5;

    private final Directives directives = new Directives();
    private final ConcurrentHashMap<ControlScope, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private final BusProducer producer;
    private final TableChanges changes;
    private final TableFollower follower;

    ControlTopic(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, BusProducer producer, TableChanges changes) {
        this.changes = changes;
        this.producer = producer;
        this.follower = new TableFollower("psr-control", kafka, List.of(Topics.CONTROL), this::row);
    }

    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 10) StartupEvent event) {
        follower.start().caughtUp().join();
    }

    void atStop(@Observes ShutdownEvent event) {
        follower.close();
    }

    public Directives directives() {
        return directives;
    }

    /**
     * Completed when the bus has it and, unless that takes long, this worker's table too.
     *
     * @param directive null resumes
     */
    CompletableFuture<Void> write(ControlScope scope, @Nullable ControlDirective directive) {
        CompletableFuture<Void> seen = awaited.computeIfAbsent(scope, s -> new CompletableFuture<>());
        byte[] value = directive == null ? null : Json.write(directive);
        return producer.send(
                        new ProducerRecord<>(Topics.CONTROL, scope.toString().getBytes(UTF_8), value))
                .thenCompose(v -> seen.copy().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** A row that cannot be read changes nothing: what stood before it stands on, and no more than that. */
    private void row(ConsumerRecord<byte[], byte[]> row) {
        String key = row.key() == null ? null : new String(row.key(), UTF_8);
        try {
            ControlScope scope = ControlScope.parse("key", key);
            if (row.value() == null) {
                directives.remove(scope);
            } else {
                directives.put(scope, Json.read(row.value(), ControlDirective.class));
            }
            changes.changed(scope.kind() == Kind.ACCOUNT ? scope.value() : null);
            CompletableFuture<Void> waiting = awaited.remove(scope);
            if (waiting != null) {
                waiting.complete(null);
            }
        } catch (ContractViolation e) {
            LOG.errorf(
                    "a directive at %s-%d-%d cannot be read: %s",
                    row.topic(), row.partition(), row.offset(), e.getMessage());
        }
    }
}
