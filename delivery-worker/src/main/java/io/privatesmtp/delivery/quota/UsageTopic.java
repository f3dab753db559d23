package io.privatesmtp.delivery.quota;

import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.Usage;
import io.privatesmtp.delivery.egress.Egress;
import io.privatesmtp.delivery.outcome.BusProducer;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.kit.TableFollower;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Tells the other workers every second what this one has used, and reads what they have, from before the first mail on. What
 * a worker used before it was restarted stands there under its old name.
 */
@ApplicationScoped
public class UsageTopic {
    private static final Logger LOG = Logger.getLogger(UsageTopic.class);

    private final BusProducer producer;
    private final Clock clock;
    private final Usages usages;
    private final TableFollower follower;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-usage").daemon().factory());

    UsageTopic(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            BusProducer producer,
            PartitionLedgers ledgers,
            Egress egress,
            Clock clock,
            MeterRegistry metrics) {
        this.producer = producer;
        this.clock = clock;
        this.usages = new Usages(egress.worker(), ledgers::share);
        this.follower = new TableFollower("psr-usage", kafka, List.of(Topics.USAGE), this::row);
        metrics.gauge("psr.usage.rows", usages, Usages::size);
    }

    Usages usages() {
        return usages;
    }

    /** Blocks the start until it is known what was used before. */
    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 10) StartupEvent event) {
        follower.start().caughtUp().join();
        LOG.infof("usage read: %d quotas and allowances", usages.size());
        ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** After the channels, which count still while they give up their partitions, and before the producer. */
    void atEnd(@Observes @Priority(900) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        ticker.shutdownNow();
        usages.last(this::publish);
        follower.close();
    }

    private void tick() {
        try {
            usages.tick(clock.instant(), this::publish);
        } catch (RuntimeException e) {
            // The next tick must come.
            LOG.error("usage was not published", e);
        }
    }

    private void publish(Usage row, DayUse use) {
        byte[] key = row.key().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.USAGE, key, Json.write(row))).thenRun(use::acknowledged);
    }

    private void row(ConsumerRecord<byte[], byte[]> row) {
        if (row.key() == null || row.value() == null) {
            return;
        }
        try {
            usages.read(Json.read(row.value(), Usage.class), clock.instant());
        } catch (ContractViolation e) {
            String key = ContractViolation.shown(new String(row.key(), StandardCharsets.UTF_8));
            LOG.errorf("%s of %s is not used: %s", key, row.topic(), e.getMessage());
        }
    }
}
