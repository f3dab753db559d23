package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.Topics;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ledgers of all partitions that this worker holds, whichever consumer reads them. Called on the polling threads for
 * assignment, revocation and commits, and from everywhere for the records.
 */
@ApplicationScoped
public class PartitionLedgers {
    private static final Logger LOG = Logger.getLogger(PartitionLedgers.class);
    private static final long DRAIN_SECONDS = 20;

    private final Map<String, Object> kafka;
    private final ReceiptTopics topics;
    private final MissingEvents missing;
    private final AssignmentListener listener;
    private final ConcurrentHashMap<TopicPartition, PartitionLedger> ledgers = new ConcurrentHashMap<>();

    private final Share share = new Share();
    private final LongAdder passedOver = new LongAdder();

    private volatile boolean submissionsJoined;
    private volatile boolean retriesJoined;

    private final boolean consumeWithoutOffset;
    private final Set<TopicPartition> withheld = ConcurrentHashMap.newKeySet();
    /** When the worker stops: until when it waits, {@link System#nanoTime}. */
    private volatile @Nullable Long stopBy;

    /** @param consumeWithoutOffset the operator's word on partitions whose offsets were lost */
    PartitionLedgers(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ReceiptTopics topics,
            MissingEvents missing,
            AssignmentListener listener,
            @ConfigProperty(name = "psr.delivery.consume-without-offset", defaultValue = "false")
                    boolean consumeWithoutOffset) {
        this.consumeWithoutOffset = consumeWithoutOffset;
        this.kafka = kafka;
        this.topics = topics;
        this.missing = missing;
        this.listener = listener;
    }

    /** Takes partitions over: reads their receipts and opens a ledger for each, before a record of them is looked at. */
    public void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, BooleanSupplier membership) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        consumer.committed(new HashSet<>(partitions)).forEach((partition, commit) -> {
            if (commit != null) {
                committed.put(partition, commit);
            }
        });
        Map<TopicPartition, Long> firsts = consumer.beginningOffsets(partitions);
        Set<TopicPartition> lost = lost(partitions, committed.keySet());
        if (consumeWithoutOffset) {
            lost.forEach(p -> committed.put(p, new OffsetAndMetadata(firsts.getOrDefault(p, 0L))));
        } else {
            withheld.addAll(lost);
        }
        Takeover.Found found = new Takeover(kafka, topics).read(committed);
        CompletableFuture<Void> beforeCommits = CompletableFuture.allOf(
                found.missingEvents().stream().map(missing::announced).toArray(CompletableFuture[]::new));
        listener.assigned(partitions);
        int generation = consumer.groupMetadata().generationId();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            if (withheld.contains(partition)) {
                // Without a ledger its records are left alone, and nothing is committed.
                continue;
            }
            OffsetAndMetadata commit = committed.get(partition);
            long start = commit == null ? firsts.getOrDefault(partition, 0L) : commit.offset();
            ReceiptPositions inherited = found.from().getOrDefault(partition, topics.positions(partition.partition()));
            ledgers.put(
                    partition,
                    new PartitionLedger(
                            generation,
                            new PartitionEpoch(membership),
                            start,
                            found.settled().getOrDefault(partition, new Settled()),
                            inherited,
                            ends.getOrDefault(partition, start),
                            beforeCommits,
                            passedOver::add));
        }
        share.learn(consumer);
        share.holds(ledgers.size());
        boolean retries = partitions.stream().anyMatch(p -> p.topic().startsWith(Topics.RETRY_PREFIX));
        submissionsJoined |= !retries;
        retriesJoined |= retries;
        // From now on a crash finds a committed offset, and with it where to read receipts from.
        commit(consumer, partitions, "on assignment");
    }

    private Set<TopicPartition> lost(Collection<TopicPartition> partitions, Set<TopicPartition> committed) {
        List<TopicPartition> uncommitted =
                partitions.stream().filter(p -> !committed.contains(p)).toList();
        Set<TopicPartition> lost = new LostOffsets(kafka, topics).of(uncommitted);
        if (!lost.isEmpty()) {
            LOG.error(LostOffsets.sentence(lost) + (consumeWithoutOffset ? " (as you say)" : ""));
        }
        return lost;
    }

    /** What is not consumed because its offsets were lost, and how to go on; null where there is nothing. */
    public @Nullable String withheld() {
        return withheld.isEmpty() ? null : LostOffsets.sentence(withheld);
    }

    /** For each partition held now the oldest record that is not settled, or the next to come. */
    Map<TopicPartition, Long> unsettledFrom() {
        Map<TopicPartition, Long> from = new HashMap<>();
        ledgers.forEach((partition, ledger) -> from.put(partition, ledger.unsettledFrom()));
        return from;
    }

    /**
     * A record was polled. Null where it is none of ours (any more).
     *
     * @param generation of the group when it was polled
     */
    public @Nullable Reception received(String topic, int partition, long offset, int generation) {
        PartitionLedger ledger = ledgers.get(new TopicPartition(topic, partition));
        if (ledger == null) {
            return null;
        }
        if (generation < ledger.generation() || ledger.knows(offset)) {
            // It lay in the channel's queue while the partition went and came back: it is polled again, in its order.
            return null;
        }
        boolean settledBefore = ledger.settledBefore(offset);
        return new Reception(ledger, offset, settledBefore, ledger.received(offset, topics.positions(partition)));
    }

    /** A record is taken ahead of its turn; commits wait for those in front of it. Null where it was taken already. */
    public @Nullable Reception ahead(TopicPartition partition, long offset) {
        PartitionLedger ledger = ledgers.get(partition);
        if (ledger == null || ledger.knows(offset)) {
            return null;
        }
        boolean settledBefore = ledger.settledBefore(offset);
        ReceiptPositions current = topics.positions(partition.partition());
        return new Reception(ledger, offset, settledBefore, ledger.ahead(offset, current));
    }

    /** The offset of the partition's next record in turn; null where the partition is none of ours. */
    public @Nullable Long next(TopicPartition partition) {
        PartitionLedger ledger = ledgers.get(partition);
        return ledger == null ? null : ledger.next();
    }

    /** Whether the record, whose turn has come, was taken ahead of it. */
    public boolean takenAhead(TopicPartition partition, long offset) {
        PartitionLedger ledger = ledgers.get(partition);
        return ledger != null && ledger.turnOf(offset, topics.positions(partition.partition()));
    }

    /** What changed since the last commit, of the partitions that this consumer holds. */
    public Map<TopicPartition, OffsetAndMetadata> toCommit(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionLedger ledger = ledgers.get(partition);
            OffsetAndMetadata commit = ledger == null ? null : ledger.toCommit(topics.positions(partition.partition()));
            if (commit != null) {
                commits.put(partition, commit);
            }
        }
        return commits;
    }

    /** An asynchronous commit did not get through: the next one says it all again. */
    public void commitFailed(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionLedger ledger = ledgers.get(partition);
            if (ledger != null) {
                ledger.commitFailed();
            }
        }
    }

    /**
     * The worker stops: all its partitions are about to be revoked, one consumer's after another's, and what may still end
     * has the same 20 seconds for it.
     */
    public void stop() {
        stopBy = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        ledgers.values().forEach(ledger -> ledger.epoch().end());
    }

    /**
     * Gives partitions up: nothing new is started, sessions without their final dot are closed, the others and their
     * events are waited for, at most 20 seconds; then the offsets are committed, unless the partitions are lost already.
     */
    public void revoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        List<CompletableFuture<Void>> drains = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            PartitionLedger ledger = ledgers.get(partition);
            if (ledger != null) {
                drains.add(ledger.epoch().end());
            }
        }
        boolean lost = consumer.groupMetadata().generationId() < 0;
        if (!lost) {
            await(drains, partitions);
            commit(consumer, partitions, "on revocation");
        }
        partitions.forEach(ledgers::remove);
        share.holds(ledgers.size());
        listener.revoked(partitions);
        partitions.forEach(withheld::remove);
    }

    private void await(List<CompletableFuture<Void>> drains, Collection<TopicPartition> partitions) {
        Long by = stopBy;
        long nanos = by == null ? TimeUnit.SECONDS.toNanos(DRAIN_SECONDS) : Math.max(0, by - System.nanoTime());
        try {
            CompletableFuture.allOf(drains.toArray(CompletableFuture[]::new)).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warnf("gave up %d partitions with sends still under way after %d s", partitions.size(), DRAIN_SECONDS);
        } catch (InterruptedException e) {
            LOG.warnf("gave up %d partitions with sends still under way: interrupted", partitions.size());
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a drain cannot fail", e);
        }
    }

    private void commit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions, String when) {
        Map<TopicPartition, OffsetAndMetadata> commits = toCommit(partitions);
        try {
            if (!commits.isEmpty()) {
                consumer.commitSync(commits);
            }
        } catch (KafkaException e) {
            // Receipts stand for what is not committed.
            LOG.warnf("offsets were not committed %s: %s", when, e.getMessage());
            commitFailed(commits.keySet());
        }
    }

    /** Whether submissions and retries were assigned at least once. */
    public boolean joined() {
        return submissionsJoined && retriesJoined;
    }

    /** How much of the cluster this worker is, 0 to 1: partitions held of all there are. Changes with rebalances. */
    public double share() {
        return share.value();
    }

    /** Partitions held now. */
    public int partitions() {
        return ledgers.size();
    }

    /**
     * Offsets so far that bore no record for us although one before and one after them did: the marks that transactions
     * leave, records that retention deleted unread, or records that were lost on their way to us.
     */
    long passedOver() {
        return passedOver.sum();
    }

    /** For each partition held now the record that has been under way for the longest time. */
    Map<TopicPartition, PartitionLedger.UnderWay> longestUnderWay() {
        Map<TopicPartition, PartitionLedger.UnderWay> longest = new HashMap<>();
        ledgers.forEach((partition, ledger) -> {
            PartitionLedger.UnderWay one = ledger.longestUnderWay();
            if (one != null) {
                longest.put(partition, one);
            }
        });
        return longest;
    }
}
