package io.privatesmtp.delivery.receipt;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.privatesmtp.delivery.receipt.PartitionLedger.UnderWay;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Watches that what was received comes to its end: every part of a record's way has a deadline of minutes, so that one which
 * is under way for hours is our own fault, and nobody would learn of it from its sender's side.
 */
@ApplicationScoped
class UnderWayWatch {
    /** Several hosts may be tried in turn, with half an hour for the transaction. */
    private static final Duration TOO_LONG = Duration.ofHours(2);

    private static final Logger LOG = Logger.getLogger(UnderWayWatch.class);
    private static final int EVERY_MINUTES = 10;

    private final PartitionLedgers ledgers;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-under-way").daemon().factory());

    UnderWayWatch(PartitionLedgers ledgers, MeterRegistry metrics) {
        this.ledgers = ledgers;
        TimeGauge.builder("psr.under.way.longest", this::longestSeconds, TimeUnit.SECONDS)
                .description("For how long the oldest record that was received and is not settled has been under way")
                .register(metrics);
        FunctionCounter.builder("psr.offsets.passed.over", ledgers, PartitionLedgers::passedOver)
                .description(
                        "Offsets between two records that bore none: marks of transactions, or records that were lost")
                .register(metrics);
    }

    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 7) StartupEvent event) {
        looks.scheduleWithFixedDelay(this::look, EVERY_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    void atStop(@Observes ShutdownEvent event) {
        looks.shutdownNow();
    }

    private long longestSeconds() {
        return ledgers.longestUnderWay().values().stream()
                .mapToLong(one -> one.time().toSeconds())
                .max()
                .orElse(0);
    }

    private void look() {
        ledgers.longestUnderWay().forEach((partition, one) -> {
            if (one.time().compareTo(TOO_LONG) > 0) {
                LOG.warn(sentence(partition, one));
            }
        });
    }

    private static String sentence(TopicPartition partition, UnderWay one) {
        return "%s@%d has been under way for %d minutes, and nothing may take so long: a restart begins it anew"
                .formatted(partition, one.offset(), one.time().toMinutes());
    }
}
