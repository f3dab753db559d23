package io.privatesmtp.delivery.receipt;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stops the reading of a channel while too many bytes of it are polled and not taken. The messaging layer reads ahead by a
 * number of records; of messages of 25 MB that would be more than a worker's memory.
 */
public final class Sluice {
    /** How the channel's consumer is told to stop and to go on; both are carried out before its next poll. */
    public interface Gate {
        void close();

        void open();

        /** Whether there is memory for a value of so many bytes; where not, it is let go of and fetched again later. */
        boolean keeps(int bytes);
    }

    /** Below half of what the messaging layer itself stops at, so that it opens nothing that the layer keeps closed. */
    private static final int FEW_RECORDS = 16;

    private static final Map<String, Sluice> BY_GROUP = new ConcurrentHashMap<>();

    private record Lying(long offset, int bytes) {}

    private final Map<TopicPartition, Deque<Lying>> lying = new HashMap<>();
    private long bytes;
    private int records;
    private long maxBytes = Long.MAX_VALUE;
    private volatile @Nullable Gate gate;
    private boolean closed;

    Sluice() {}

    /** The one of the consumer group, which its consumer's interceptor and its reader meet at. */
    public static Sluice of(String group) {
        return BY_GROUP.computeIfAbsent(group, g -> new Sluice());
    }

    /**
     * Forgets what was, and begins to watch.
     *
     * @param most of what is polled and not taken, in bytes; exceeded by what one poll brings at most
     */
    public synchronized void watch(long most, Gate of) {
        lying.clear();
        bytes = 0;
        records = 0;
        closed = false;
        maxBytes = most;
        gate = of;
    }

    /** On the polling thread, before {@link #polled}. */
    boolean keeps(ConsumerRecord<?, ?> record) {
        Gate known = gate;
        return known == null || known.keeps(record.serializedValueSize());
    }

    /** On the polling thread, while it polls. What was let go of takes nothing. */
    synchronized void polled(Iterable<? extends ConsumerRecord<?, ?>> more) {
        for (ConsumerRecord<?, ?> record : more) {
            int size = record.value() == null ? 0 : record.serializedValueSize();
            lying.computeIfAbsent(partition(record), p -> new ArrayDeque<>()).addLast(new Lying(record.offset(), size));
            bytes += size;
            records++;
        }
        if (gate != null && bytes > maxBytes) {
            // Each time, since partitions that came meanwhile are open.
            closed = true;
            gate.close();
        }
    }

    /** The record was taken, and with it whatever lay before it in its partition. */
    public synchronized void taken(ConsumerRecord<?, ?> record) {
        Deque<Lying> those = lying.get(partition(record));
        while (those != null && !those.isEmpty() && those.getFirst().offset() <= record.offset()) {
            forget(those.removeFirst());
        }
        openWhereThereIsRoom();
    }

    /** The partitions went to another worker: nobody will take what lies of them. */
    public synchronized void gone(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Deque<Lying> those = lying.remove(partition);
            if (those != null) {
                those.forEach(this::forget);
            }
        }
        openWhereThereIsRoom();
    }

    private void forget(Lying one) {
        bytes -= one.bytes();
        records--;
    }

    private void openWhereThereIsRoom() {
        if (gate != null && closed && bytes <= maxBytes / 2 && records <= FEW_RECORDS) {
            closed = false;
            gate.open();
        }
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
