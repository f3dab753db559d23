package io.privatesmtp.delivery.receipt;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jboss.logging.Logger;

/**
 * How much of each partition that this worker holds is not settled yet, and how much of that is older than half the
 * topic's retention: what is older than all of it is deleted by the broker.
 */
@ApplicationScoped
class PartitionLag {
    /** One partition's look: records not settled, and those of them that are overdue. */
    record Lag(TopicPartition partition, long records, long overdue) {}

    private static final Logger LOG = Logger.getLogger(PartitionLag.class);
    private static final int EVERY_SECONDS = 30;
    private static final long TIMEOUT_SECONDS = 20;

    private final Map<String, Object> kafka;
    private final PartitionLedgers ledgers;
    private final Clock clock;
    private final MultiGauge lag;
    private final MultiGauge overdue;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-partition-lag").daemon().factory());

    PartitionLag(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            PartitionLedgers ledgers,
            Clock clock,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.ledgers = ledgers;
        this.clock = clock;
        this.lag = MultiGauge.builder("psr.partition.lag")
                .description("records of a partition that are not settled yet")
                .register(metrics);
        this.overdue = MultiGauge.builder("psr.partition.overdue")
                .description("those of them that are older than half the retention of their topic")
                .register(metrics);
    }

    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 7) StartupEvent event) {
        looks.scheduleWithFixedDelay(this::look, 5, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    void atStop(@Observes ShutdownEvent event) {
        looks.shutdownNow();
    }

    private void look() {
        try {
            List<Lag> all = of(ledgers.unsettledFrom());
            lag.register(rows(all, Lag::records), true);
            overdue.register(rows(all, Lag::overdue), true);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warnf("the lag of the partitions is not known: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param from for each partition the oldest record that is not settled */
    List<Lag> of(Map<TopicPartition, Long> from) throws ExecutionException, InterruptedException, TimeoutException {
        if (from.isEmpty()) {
            return List.of();
        }
        try (AdminClient admin = AdminClient.create(kafka)) {
            Map<String, Long> retention = retention(admin, from);
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            Map<TopicPartition, OffsetSpec> half = new HashMap<>();
            for (TopicPartition partition : from.keySet()) {
                latest.put(partition, OffsetSpec.latest());
                long millis = retention.getOrDefault(partition.topic(), -1L);
                if (millis > 0) {
                    half.put(partition, OffsetSpec.forTimestamp(clock.millis() - millis / 2));
                }
            }
            var ends = admin.listOffsets(latest).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            var young = admin.listOffsets(half).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<Lag> lags = new ArrayList<>();
            from.forEach((partition, first) -> {
                long end = Objects.requireNonNull(ends.get(partition)).offset();
                // No offset where all of the partition is older.
                var firstOfYoung = young.get(partition);
                long firstYoung = firstOfYoung == null ? first : firstOfYoung.offset();
                long oldUntil = firstYoung < 0 ? end : firstYoung;
                lags.add(new Lag(partition, Math.max(0, end - first), Math.max(0, oldUntil - first)));
            });
            return lags;
        }
    }

    private static Map<String, Long> retention(AdminClient admin, Map<TopicPartition, Long> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<ConfigResource> topics = partitions.keySet().stream()
                .map(TopicPartition::topic)
                .distinct()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, Long> retention = new HashMap<>();
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(topics).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        configs.forEach((topic, config) -> retention.put(
                topic.name(), Long.parseLong(config.get("retention.ms").value())));
        return retention;
    }

    private static List<MultiGauge.Row<?>> rows(List<Lag> all, ToLongFunction<Lag> of) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (Lag one : all) {
            Tags tags = Tags.of(
                    "topic",
                    one.partition().topic(),
                    "partition",
                    Integer.toString(one.partition().partition()));
            rows.add(MultiGauge.Row.of(tags, of.applyAsLong(one)));
        }
        return rows;
    }
}
