package io.privatesmtp.delivery.receipt;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Whether the group still counts this consumer in. A worker that was frozen does not know that its partitions went to
 * others until it has asked; a watch that ticks twice a second tells that it was. While unsure, nothing is begun and no
 * final dot is written.
 */
public final class Membership {
    private static final Logger LOG = Logger.getLogger(Membership.class);
    private static final long TICK_MILLIS = 500;
    /** Far below any session timeout: a gap this long is asked about before anything is sent. */
    private static final long GAP_NANOS = Duration.ofSeconds(5).toNanos();

    private static volatile long lastTick = System.nanoTime();
    private static volatile long lastGap = Long.MIN_VALUE;

    static {
        Thread.ofPlatform().name("psr-freeze-watch").daemon().start(Membership::watch);
    }

    private volatile long confirmedAt = System.nanoTime();

    private static void watch() {
        while (true) {
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            tick();
        }
    }

    private static void tick() {
        long now = System.nanoTime();
        if (now - lastTick > GAP_NANOS) {
            lastGap = now;
        }
        lastTick = now;
    }

    /** False from a freeze until the group has confirmed this consumer. */
    public boolean sure() {
        long now = System.nanoTime();
        if (now - lastTick > GAP_NANOS) {
            return false;
        }
        return lastGap == Long.MIN_VALUE || confirmedAt - lastGap > 0;
    }

    public void confirmed() {
        confirmedAt = System.nanoTime();
    }

    public boolean mustAsk() {
        return !sure();
    }

    /** Commits the positions committed before once more: only a member in good standing may. On the polling thread. */
    public void ask(Consumer<?, ?> consumer) {
        try {
            Set<TopicPartition> assigned = consumer.assignment();
            Map<TopicPartition, OffsetAndMetadata> same = consumer.committed(assigned).entrySet().stream()
                    .filter(e -> e.getValue() != null)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            if (!same.isEmpty()) {
                long asked = System.nanoTime();
                consumer.commitSync(same);
                confirmedAt = asked;
            }
        } catch (KafkaException e) {
            LOG.warnf("this worker was frozen, and its group has not confirmed it yet: %s", e.getMessage());
        }
    }
}
