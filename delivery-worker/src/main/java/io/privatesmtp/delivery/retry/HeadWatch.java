package io.privatesmtp.delivery.retry;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices when a partition does not bring the record that is next in it. It was seen under load that a partition, moved back to the
 * head that it waited for, brought nothing, and then what stood behind: mail in between would never have been tried again.
 */
final class HeadWatch {
    /** Far longer than a fetch takes. */
    private static final long SILENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanos;
    /** Since when the heads of partitions whose turn has come are expected. */
    private final Map<TopicPartition, Long> expected = new HashMap<>();
    /** Where a partition seemed to go on. */
    private final Map<TopicPartition, Long> doubted = new HashMap<>();

    /** @param nanos as {@link System#nanoTime} */
    HeadWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The partition was seen to have a head, and is fetched from there now. */
    void expect(TopicPartition partition) {
        expected.put(partition, nanos.getAsLong());
    }

    void came(Collection<TopicPartition> partitions) {
        expected.keySet().removeAll(partitions);
    }

    /** Those whose heads should have come long ago. They are expected no more. */
    List<TopicPartition> silent() {
        long now = nanos.getAsLong();
        List<TopicPartition> silent = expected.entrySet().stream()
                .filter(e -> now - e.getValue() > SILENCE_NANOS)
                .map(Map.Entry::getKey)
                .toList();
        came(silent);
        return silent;
    }

    /**
     * Whether a fetch passes over records: what it brings first is not the next one, for the first time. If it is so once more after the
     * next one was asked for again, those in between are gone, by retention.
     */
    boolean passesOver(TopicPartition partition, long next, long first) {
        if (first <= next || Objects.equals(doubted.remove(partition), first)) {
            return false;
        }
        doubted.put(partition, first);
        return true;
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(expected::remove);
        partitions.forEach(doubted::remove);
    }
}
