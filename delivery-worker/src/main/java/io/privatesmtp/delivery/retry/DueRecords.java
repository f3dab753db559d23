package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.delivery.intake.Polled;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.receipt.Reception;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides of one record after another whether it is due, and hands it over when it is and there is room. */
final class DueRecords {
    private static final Logger LOG = Logger.getLogger(DueRecords.class);
    /** For so long a partition is left alone that has no room for a large message, which each look fetches. */
    private static final Duration LARGE_REST = Duration.ofSeconds(2);

    private final RetrySchedule schedule;
    private final Map<String, RetrySchedule.Step> steps;
    private final PartitionLedgers ledgers;
    private final RetryReader.Sink sink;
    private final Clock clock;
    private final Map<TopicPartition, Pace> paces = new HashMap<>();

    DueRecords(RetrySchedule schedule, PartitionLedgers ledgers, RetryReader.Sink sink, Clock clock) {
        this.schedule = schedule;
        this.steps = schedule.steps().stream().collect(Collectors.toMap(RetrySchedule.Step::topic, s -> s));
        this.ledgers = ledgers;
        this.sink = sink;
        this.clock = clock;
    }

    /** Until when the record, and so all behind it, must wait; null where it was handed over. */
    @Nullable
    Instant release(ConsumerRecord<byte[], byte[]> record, TopicPartition partition, long waiting) {
        if (ledgers.takenAhead(partition, record.offset())) {
            return null;
        }
        Pace pace = paces.computeIfAbsent(partition, p -> schedule.pace(Objects.requireNonNull(steps.get(p.topic()))));
        Instant due = pace.due(record.offset(), Instant.ofEpochMilli(record.timestamp()), waiting);
        Instant now = clock.instant();
        if (now.isBefore(due) || !sink.hasRoom(0)) {
            return due;
        }
        if (!sink.hasRoom(record.serializedValueSize())) {
            return now.plus(LARGE_REST);
        }
        pace.released();
        Reception reception = ledgers.received(record.topic(), record.partition(), record.offset(), Integer.MAX_VALUE);
        LOG.debugf("%s-%d@%d is released", record.topic(), record.partition(), record.offset());
        if (reception != null) {
            hand(record, reception);
        }
        return null;
    }

    /** Hands over a record before those in front of it; false where there is no room. */
    boolean releaseAhead(ConsumerRecord<byte[], byte[]> record, RetryState state) {
        if (!sink.hasRoom(record.serializedValueSize())) {
            return false;
        }
        Reception reception = ledgers.ahead(new TopicPartition(record.topic(), record.partition()), record.offset());
        if (reception != null) {
            sink.release(RetryRecord.submission(record, state), RetryRecord.origin(record), reception, state);
        }
        return true;
    }

    private void hand(ConsumerRecord<byte[], byte[]> record, Reception reception) {
        RetryState state;
        try {
            state = RetryRecord.state(record);
        } catch (ContractViolation e) {
            sink.unreadable(
                    Polled.submission(record), RetryRecord.origin(record), reception, String.valueOf(e.getMessage()));
            return;
        }
        sink.release(RetryRecord.submission(record, state), RetryRecord.origin(record), reception, state);
    }

    /** Of which there were records. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(paces.keySet());
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(paces::remove);
    }
}
