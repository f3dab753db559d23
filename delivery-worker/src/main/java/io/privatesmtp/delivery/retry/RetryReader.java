package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.intake.Incoming;
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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
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
        /** For a message of so many bytes. */
        boolean hasRoom(int bytes);

        void release(Incoming submission, Origin consumed, Reception reception, RetryState state);

        /** The record cannot be read. */
        void unreadable(Incoming record, Origin consumed, Reception reception, String sentence);
    }

    private static final Logger LOG = Logger.getLogger(RetryReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** A partition that must wait is left alone for this long at least: what comes due meanwhile comes with one fetch. */
    private static final Duration REST = Duration.ofMillis(400);

    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Object> kafka;
    private final Set<String> topics;
    private final PartitionLedgers ledgers;
    private final Sink sink;
    private final Clock clock;
    private final DueRecords dueRecords;
    private final Membership membership = new Membership();
    private final HeldLooks heldLooks;
    /** Of partitions that wait: when they are looked at again, and the record they wait for. */
    private final Map<TopicPartition, Instant> lookAt = new HashMap<>();

    private final Map<TopicPartition, Long> heads = new HashMap<>();
    private final Set<TopicPartition> dropping = new HashSet<>();
    private final HeadWatch watch = new HeadWatch(System::nanoTime);
    private final Thread thread = Thread.ofPlatform().name("psr-retry-reader").unstarted(this::run);
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /** @param changes of tables that may release held mail */
    public RetryReader(
            Map<String, Object> kafka,
            RetrySchedule schedule,
            PartitionLedgers ledgers,
            Sink sink,
            Changes changes,
            Clock clock) {
        this.kafka = RetryConsumer.settings(kafka);
        this.topics = schedule.steps().stream().map(RetrySchedule.Step::topic).collect(Collectors.toSet());
        this.ledgers = ledgers;
        this.sink = sink;
        this.clock = clock;
        this.dueRecords = new DueRecords(schedule, ledgers, sink, clock);
        this.heldLooks = new HeldLooks(schedule.heldLook().topic(), changes, dueRecords::releaseAhead, clock);
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
                forget(dueRecords.partitions());
                fresh.subscribe(topics, new Rebalances(fresh));
                read(fresh);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("the retry reader stops");
            } catch (RuntimeException e) {
                LOG.error("the retry reader lost its consumer and starts another", e);
                LockSupport.parkNanos(COMMIT_NANOS);
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> from) {
        long nextCommit = System.nanoTime() + COMMIT_NANOS;
        while (!closed) {
            resumeDue(from);
            if (sink.hasRoom(0)) {
                heldLooks.begin(from, heads, dropping);
            }
            ConsumerRecords<byte[], byte[]> polled = from.poll(POLL);
            Set<TopicPartition> dropped = drop(from);
            watch.came(polled.partitions());
            watch.silent().forEach(partition -> again(from, partition, from.position(partition)));
            for (TopicPartition partition : polled.partitions()) {
                if (dropped.contains(partition)) {
                    continue;
                }
                if (heldLooks.reading(partition)) {
                    long head = Objects.requireNonNull(heads.get(partition));
                    heldLooks.read(from, partition, polled.records(partition), head);
                } else {
                    inOrder(from, partition, polled.records(partition));
                }
            }
            heldLooks.end(from, heads);
            if (System.nanoTime() - nextCommit > 0) {
                commit(from);
                nextCommit = System.nanoTime() + COMMIT_NANOS;
            }
        }
    }

    private void resumeDue(KafkaConsumer<byte[], byte[]> of) {
        if (!sink.hasRoom(0)) {
            return;
        }
        Instant now = clock.instant();
        List<TopicPartition> due = lookAt.entrySet().stream()
                .filter(e ->
                        !now.isBefore(e.getValue()) && !heldLooks.reading(e.getKey()) && !dropping.contains(e.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        for (TopicPartition partition : due) {
            lookAt.remove(partition);
            // Said once more: nothing must have moved it meanwhile, or what stands here would never be sent.
            of.seek(partition, Objects.requireNonNull(heads.remove(partition)));
            watch.expect(partition);
        }
        of.resume(due);
    }

    /** Releases what is due; the first that is not holds the partition. */
    private void inOrder(
            KafkaConsumer<byte[], byte[]> from,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records) {
        Long next = ledgers.next(partition);
        if (next != null && watch.passesOver(partition, next, records.getFirst().offset())) {
            from.seek(partition, next);
            again(from, partition, next);
            return;
        }
        long behind = from.currentLag(partition).orElse(0);
        for (int i = 0; i < records.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i);
            Instant wait = dueRecords.release(record, partition, records.size() - i + behind);
            if (wait != null) {
                Instant rested = clock.instant().plus(REST);
                lookAt.put(partition, wait.isBefore(rested) ? rested : wait);
                heads.put(partition, record.offset());
                LOG.debugf("%s waits at %d until %s", partition, record.offset(), wait);
                dropping.add(partition);
                // To where it ended when it was fetched last; to ask for its end would bring an answer later.
                from.seek(partition, from.position(partition) + behind);
                return;
            }
        }
    }

    /** Leaves the partition out of the fetches for a moment, and begins anew at the record that does not come. */
    private void again(KafkaConsumer<byte[], byte[]> from, TopicPartition partition, long offset) {
        if (from.currentLag(partition).orElse(1) > 0) {
            LOG.warnf("%s: offset %d does not come, and is asked for again", partition, offset);
            from.seek(partition, offset);
            from.pause(List.of(partition));
            heads.put(partition, offset);
            lookAt.put(partition, clock.instant().plus(REST));
        }
    }

    /**
     * Makes partitions wait at their heads. A paused partition keeps in memory what was fetched of it, which may be a large
     * message; so it is moved away first, and paused after a poll that drops what does not belong there.
     */
    private Set<TopicPartition> drop(KafkaConsumer<byte[], byte[]> of) {
        Set<TopicPartition> dropped = Set.copyOf(dropping);
        for (TopicPartition partition : dropped) {
            of.seek(partition, Objects.requireNonNull(heads.get(partition)));
        }
        of.pause(dropped);
        dropping.clear();
        return dropped;
    }

    private void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(lookAt::remove);
        partitions.forEach(heads::remove);
        partitions.forEach(dropping::remove);
        dueRecords.forget(partitions);
        watch.forget(partitions);
        heldLooks.forget(partitions);
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
            forget(partitions);
        }
    }
}
