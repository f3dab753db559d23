package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Polled;
import io.privatesmtp.delivery.receipt.Membership;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.receipt.Reception;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Releases mail from the retry topics when it is due. Within a partition records fall due in their order, so a head that
 * is not due pauses its partition and is sought again then: nothing waits in memory but one due time a partition.
 */
public final class RetryReader implements AutoCloseable {
    /** Takes what is due. */
    public interface Sink {
        boolean hasRoom();

        void release(Incoming submission, Origin consumed, Reception reception, RetryState state);

        /** The record cannot be read. */
        void unreadable(Incoming record, Origin consumed, Reception reception, ErrorCode code, String sentence);
    }

    private static final Logger LOG = Logger.getLogger(RetryReader.class);
    private static final String GROUP = "psr-delivery-retry";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Object> kafka;
    private final RetrySchedule schedule;
    private final Map<String, RetrySchedule.Step> steps;
    private final PartitionLedgers ledgers;
    private final Sink sink;
    private final Clock clock;
    private final Membership membership = new Membership();
    private final Map<TopicPartition, Instant> dueAt = new HashMap<>();
    private final Thread thread = Thread.ofPlatform().name("psr-retry-reader").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    public RetryReader(
            Map<String, Object> kafka, RetrySchedule schedule, PartitionLedgers ledgers, Sink sink, Clock clock) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, GROUP);
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 32);
        this.kafka.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
        this.kafka.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        this.kafka.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
        this.kafka.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * 1024 * 1024);
        this.kafka.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        this.schedule = schedule;
        this.steps = schedule.steps().stream().collect(Collectors.toMap(RetrySchedule.Step::topic, s -> s));
        this.ledgers = ledgers;
        this.sink = sink;
        this.clock = clock;
    }

    public RetryReader start() {
        thread.start();
        return this;
    }

    /** Stops reading, drains, commits and leaves the group. */
    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var fresh = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                dueAt.clear();
                fresh.subscribe(steps.keySet(), new Rebalances(fresh));
                read(fresh);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("the retry reader stops");
            } catch (RuntimeException e) {
                LOG.error("the retry reader lost its consumer and starts another", e);
                rest();
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> from) {
        long nextCommit = System.nanoTime() + COMMIT_NANOS;
        while (!closed) {
            resumeDue(from);
            Set<TopicPartition> stopped = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (!stopped.contains(partition) && !release(record, partition)) {
                    stopped.add(partition);
                    from.seek(partition, record.offset());
                    from.pause(List.of(partition));
                }
            }
            if (System.nanoTime() - nextCommit > 0) {
                commit(from);
                nextCommit = System.nanoTime() + COMMIT_NANOS;
            }
        }
    }

    private void resumeDue(KafkaConsumer<byte[], byte[]> of) {
        Instant now = clock.instant();
        if (!sink.hasRoom()) {
            return;
        }
        Set<TopicPartition> paused = of.paused();
        List<TopicPartition> due = paused.stream()
                .filter(p -> !now.isBefore(dueAt.getOrDefault(p, Instant.EPOCH)))
                .toList();
        due.forEach(dueAt::remove);
        of.resume(due);
    }

    /** False where the record, and so all behind it, must wait. */
    private boolean release(ConsumerRecord<byte[], byte[]> record, TopicPartition partition) {
        RetrySchedule.Step step = Objects.requireNonNull(steps.get(record.topic()));
        Instant now = clock.instant();
        long seed = record.offset() * 31 + record.partition();
        Instant due =
                Instant.ofEpochMilli(record.timestamp()).plus(step.delay()).plus(schedule.jitter(step, seed));
        if (now.isBefore(due)) {
            dueAt.put(partition, due);
            return false;
        }
        if (!sink.hasRoom()) {
            return false;
        }
        Reception reception = ledgers.received(record.topic(), record.partition(), record.offset(), Integer.MAX_VALUE);
        if (reception == null) {
            return true;
        }
        Origin consumed = new Origin(record.topic(), record.partition(), record.offset());
        hand(record, consumed, reception);
        return true;
    }

    private void hand(ConsumerRecord<byte[], byte[]> record, Origin consumed, Reception reception) {
        RetryState state;
        try {
            Header header = record.headers().lastHeader(Headers.RETRY_STATE);
            if (header == null) {
                throw new ContractViolation(ErrorCode.CORRUPT, Headers.RETRY_STATE, null, "is required");
            }
            state = Json.read(header.value(), RetryState.class);
        } catch (ContractViolation e) {
            sink.unreadable(
                    Polled.submission(record), consumed, reception, ErrorCode.CORRUPT, String.valueOf(e.getMessage()));
            return;
        }
        Incoming submission = new Incoming(
                state.origin().topic(),
                state.origin().partition(),
                state.origin().offset(),
                state.queuedAtMillis(),
                record.key(),
                record.value(),
                Polled.headers(record));
        sink.release(submission, consumed, reception, state);
    }

    private void commit(KafkaConsumer<byte[], byte[]> to) {
        if (membership.mustAsk()) {
            membership.ask(to);
        }
        Map<TopicPartition, OffsetAndMetadata> commits = ledgers.toCommit(to.assignment());
        if (!commits.isEmpty()) {
            to.commitAsync(commits, (offsets, failure) -> {
                if (failure != null) {
                    ledgers.commitFailed(offsets.keySet());
                }
            });
        }
    }

    private void rest() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> of;

        private Rebalances(Consumer<byte[], byte[]> of) {
            this.of = of;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            membership.confirmed();
            if (!partitions.isEmpty()) {
                ledgers.assigned(of, partitions, membership::sure);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            ledgers.revoked(of, partitions);
            partitions.forEach(dueAt::remove);
        }
    }
}
