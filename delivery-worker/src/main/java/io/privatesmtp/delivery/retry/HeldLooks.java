package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.ContractViolation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks at held mail as soon as a table changed that may release it. Held records stand anywhere in the partitions of
 * their delay, behind others that wait for their time: a partition that waits is read through once, from its head to
 * where it ended at the change, what is held is taken ahead of its turn, and then the head is waited for again. The ledger
 * commits nothing that stands behind the head.
 */
final class HeldLooks {
    /** Takes a held record ahead of its turn; false where there is no room. */
    interface Taker {
        boolean ahead(ConsumerRecord<byte[], byte[]> record, RetryState state);
    }

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Reading through takes a tenth of the time at most, however much waits and however often tables change. */
    private static final int SHARE = 10;

    private static final class Look {
        private final long end;
        private long from = -1;
        private boolean reading;

        private Look(long end) {
            this.end = end;
        }
    }

    private final String topic;
    private final Changes changes;
    private final Taker taker;
    private final Clock clock;
    private final Map<TopicPartition, Look> looks = new HashMap<>();
    private Predicate<RetryState> concerned = state -> false;
    private Instant begun = Instant.EPOCH;
    private Instant notBefore = Instant.EPOCH;

    /** @param topic where held mail waits */
    HeldLooks(String topic, Changes changes, Taker taker, Clock clock) {
        this.topic = topic;
        this.changes = changes;
        this.taker = taker;
        this.clock = clock;
    }

    void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(looks::remove);
    }

    boolean reading(TopicPartition partition) {
        Look look = looks.get(partition);
        return look != null && look.reading;
    }

    /**
     * @param heads the partitions that wait, and the record that each waits for
     * @param moving those of them that do not stand still yet
     */
    void begin(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> heads, Set<TopicPartition> moving) {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return;
        }
        if (looks.isEmpty()) {
            Predicate<RetryState> changed = changes.take();
            if (changed == null) {
                notBefore = now.plus(PAUSE);
                return;
            }
            concerned = changed;
            begun = now;
            List<TopicPartition> held = consumer.assignment().stream()
                    .filter(p -> p.topic().equals(topic))
                    .toList();
            consumer.endOffsets(held).forEach((partition, end) -> looks.put(partition, new Look(end)));
        }
        looks.forEach((partition, look) -> {
            Long head = heads.get(partition);
            if (!look.reading && head != null && !moving.contains(partition)) {
                consumer.seek(partition, Math.max(head, look.from));
                consumer.resume(List.of(partition));
                look.reading = true;
            }
        });
        // One that waits for nothing has handed over all.
        looks.entrySet()
                .removeIf(e -> !e.getValue().reading
                        && !heads.containsKey(e.getKey())
                        && consumer.position(e.getKey()) >= e.getValue().end);
    }

    void read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            List<ConsumerRecord<byte[], byte[]>> records,
            long head) {
        Look look = looks.get(partition);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (look == null || record.offset() >= look.end) {
                break;
            }
            RetryState state = heldState(record);
            if (state != null && concerned.test(state) && !taker.ahead(record, state)) {
                look.from = record.offset();
                back(consumer, partition, look, head);
                notBefore = clock.instant().plus(PAUSE);
                return;
            }
        }
    }

    private static @Nullable RetryState heldState(ConsumerRecord<byte[], byte[]> record) {
        try {
            RetryState state = RetryRecord.state(record);
            return state.heldSince() == null ? null : state;
        } catch (ContractViolation e) {
            // It is reported when its turn comes.
            return null;
        }
    }

    /** Goes back to the heads of the partitions that were read through. */
    void end(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> heads) {
        boolean some = looks.entrySet().removeIf(e -> {
            Look look = e.getValue();
            boolean over = look.reading && consumer.position(e.getKey()) >= look.end;
            if (over) {
                back(consumer, e.getKey(), look, heads.getOrDefault(e.getKey(), look.end));
            }
            return over;
        });
        if (some && looks.isEmpty()) {
            Instant now = clock.instant();
            Duration rest = Duration.between(begun, now).multipliedBy(SHARE);
            notBefore = now.plus(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
        }
    }

    private static void back(Consumer<byte[], byte[]> consumer, TopicPartition partition, Look look, long head) {
        look.reading = false;
        consumer.seek(partition, head);
        consumer.pause(List.of(partition));
    }
}
