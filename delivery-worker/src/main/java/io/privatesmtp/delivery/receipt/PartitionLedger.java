package io.privatesmtp.delivery.receipt;

import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that were received and are not committed yet. The offset to commit is that of the oldest
 * unsettled one; beside it stand the receipt positions from before that record was received.
 */
final class PartitionLedger {
    private static final class Entry {
        private final long since = System.nanoTime();
        private ReceiptPositions positions;
        private boolean settled;

        private Entry(ReceiptPositions positions) {
            this.positions = positions;
        }
    }

    private final int generation;
    private final PartitionEpoch epoch;
    private final Settled before;
    private final ReceiptPositions inherited;
    private final long inheritedUntil;
    private final CompletableFuture<Void> beforeCommits;
    private final LongConsumer passedOver;
    private final TreeMap<Long, Entry> open = new TreeMap<>();
    /** Taken ahead of their turn, in the order in which they were: no commit passes those in front of them. */
    private final LinkedHashMap<Long, Entry> ahead = new LinkedHashMap<>();

    private long next;
    private ReceiptPositions nextPositions;
    private @Nullable OffsetAndMetadata committed;

    /**
     * @param generation of the group that gave us the partition
     * @param start offset of the first record to come
     * @param before what receipts say of the records from there on
     * @param inherited positions that were read from; they stay right for every record that somebody may have received
     *     before, that is up to {@code inheritedUntil}
     * @param beforeCommits nothing is committed before this is completed
     * @param passedOver told how many offsets lie between a record and the one before it
     */
    PartitionLedger(
            int generation,
            PartitionEpoch epoch,
            long start,
            Settled before,
            ReceiptPositions inherited,
            long inheritedUntil,
            CompletableFuture<Void> beforeCommits,
            LongConsumer passedOver) {
        this.passedOver = passedOver;
        this.beforeCommits = beforeCommits;
        this.generation = generation;
        this.epoch = epoch;
        this.next = start;
        this.before = before;
        this.inherited = inherited;
        this.inheritedUntil = inheritedUntil;
        this.nextPositions = inherited;
    }

    int generation() {
        return generation;
    }

    PartitionEpoch epoch() {
        return epoch;
    }

    /** The recipients that receipts settle already; see {@link Settled}. Null for none. */
    synchronized @Nullable BitSet received(long offset, ReceiptPositions current) {
        open.put(offset, new Entry(positions(offset, current)));
        pass(offset, current);
        epoch.enter();
        return before.take(offset);
    }

    /** A record is taken ahead of its turn. */
    synchronized @Nullable BitSet ahead(long offset, ReceiptPositions current) {
        ahead.put(offset, new Entry(current));
        epoch.enter();
        return before.take(offset);
    }

    /** Whether the record was taken ahead of its turn. If so, its turn has come now. */
    synchronized boolean turnOf(long offset, ReceiptPositions current) {
        Entry taken = ahead.get(offset);
        if (taken == null) {
            return false;
        }
        taken.positions = positions(offset, current);
        ahead.remove(offset);
        open.put(offset, taken);
        pass(offset, current);
        return true;
    }

    private void pass(long offset, ReceiptPositions current) {
        if (offset > next) {
            passedOver.accept(offset - next);
        }
        next = Math.max(next, offset + 1);
        nextPositions = positions(next, current);
    }

    /** From before the record was received, and before every one behind it that was taken ahead of it. */
    private ReceiptPositions positions(long offset, ReceiptPositions current) {
        if (offset < inheritedUntil) {
            return inherited;
        }
        return ahead.isEmpty() ? current : ahead.firstEntry().getValue().positions;
    }

    /** The offset behind the last record that was received in its turn. */
    synchronized long next() {
        return next;
    }

    /** Whether the record is under way already. */
    synchronized boolean knows(long offset) {
        return open.containsKey(offset) || ahead.containsKey(offset);
    }

    synchronized boolean settledBefore(long offset) {
        return before.all(offset);
    }

    /** Everything that follows from the record is acknowledged. */
    void settled(long offset) {
        synchronized (this) {
            Entry entry = open.containsKey(offset) ? open.get(offset) : ahead.get(offset);
            if (entry == null || entry.settled) {
                return;
            }
            entry.settled = true;
        }
        epoch.leave();
    }

    /** The record was given up because the partition is not ours any more; it stays unsettled. */
    void abandoned() {
        epoch.leave();
    }

    /**
     * What to commit now, or null where nothing changed since the last call.
     *
     * @param current the last look at the receipt topics; a quiet partition commits it, so that whoever takes it over has
     *     little to read
     */
    synchronized @Nullable OffsetAndMetadata toCommit(ReceiptPositions current) {
        if (!beforeCommits.isDone() || beforeCommits.isCompletedExceptionally()) {
            return null;
        }
        while (!open.isEmpty() && open.firstEntry().getValue().settled) {
            open.pollFirstEntry();
        }
        if (open.isEmpty()) {
            nextPositions = positions(next, current);
        }
        OffsetAndMetadata commit = open.isEmpty()
                ? new OffsetAndMetadata(next, nextPositions.text())
                : new OffsetAndMetadata(
                        open.firstKey(), open.firstEntry().getValue().positions.text());
        if (commit.equals(committed)) {
            return null;
        }
        committed = commit;
        return commit;
    }

    /** The oldest record that is not settled, else the next to come. */
    synchronized long unsettledFrom() {
        return open.entrySet().stream()
                .filter(entry -> !entry.getValue().settled)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(next);
    }

    /** The record that has been under way for the longest time; null where none is. */
    synchronized @Nullable UnderWay longestUnderWay() {
        long now = System.nanoTime();
        UnderWay longest = null;
        for (Map<Long, Entry> entries : List.of(open, ahead)) {
            for (Map.Entry<Long, Entry> entry : entries.entrySet()) {
                long nanos = now - entry.getValue().since;
                if (!entry.getValue().settled
                        && (longest == null || nanos > longest.time().toNanos())) {
                    longest = new UnderWay(entry.getKey(), Duration.ofNanos(nanos));
                }
            }
        }
        return longest;
    }

    /**
     * A record that was received and is not settled.
     *
     * @param time since it was received
     */
    record UnderWay(long offset, Duration time) {}

    /** The last commit did not get through. */
    synchronized void commitFailed() {
        committed = null;
    }
}
