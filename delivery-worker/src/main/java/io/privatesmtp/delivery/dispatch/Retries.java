package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.retry.RetryReader;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.retry.RetryState;
import io.privatesmtp.delivery.route.TableChanges;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Starts the reader of the retry topics with the worker, and stops it with it. */
@ApplicationScoped
class Retries {
    private static final int PRIORITY = 5_100;

    private final RetryReader reader;
    private final PartitionLedgers ledgers;

    Retries(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            RetrySchedule schedule,
            PartitionLedgers ledgers,
            Dispatcher dispatcher,
            Failures failures,
            Budget budget,
            TableChanges changes,
            Clock clock) {
        this.ledgers = ledgers;
        this.reader = new RetryReader(
                kafka,
                schedule,
                ledgers,
                new RetryRelease(dispatcher, failures, budget),
                () -> concerned(changes.take()),
                clock);
    }

    private static @Nullable Predicate<RetryState> concerned(TableChanges.@Nullable Changed changed) {
        return changed == null ? null : state -> changed.concerns(state.account());
    }

    void atStart(@Observes @Priority(PRIORITY) StartupEvent event) {
        reader.start();
    }

    /** Before the channels of submissions are closed. */
    void atStop(@Observes ShutdownEvent event) {
        ledgers.stop();
        reader.close();
    }
}
