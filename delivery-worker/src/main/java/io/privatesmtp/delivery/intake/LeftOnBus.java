package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.receipt.Reception;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Large submissions that there was no memory for. What was polled of them is forgotten, only where they stand is known, and
 * each is fetched again when there is room: small mail behind them passes meanwhile. Their order among each other is kept.
 */
final class LeftOnBus implements AutoCloseable {
    /** Reads a record again; null where it is no more. */
    interface Fetch {
        @Nullable
        ConsumerRecord<byte[], byte[]> at(TopicPartition partition, long offset);
    }

    /** Takes a record that was fetched again. */
    interface Sink {
        void accept(Incoming submission, Origin consumed, Reception reception);
    }

    /** Offsets cannot be committed beyond the oldest of them, so that they must not be many. */
    static final int MOST = 256;

    private static final Logger LOG = Logger.getLogger(LeftOnBus.class);
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

    private record Left(TopicPartition partition, long offset, Reception reception) {
        private boolean isLost() {
            return reception.epoch().ended();
        }

        /** Of one that is no more, so that a dead letter tells at least where it stood. */
        private ConsumerRecord<byte[], byte[]> withoutValue() {
            return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null);
        }
    }

    private final Fetch fetch;
    private final BooleanSupplier hasRoom;
    private final Sink sink;
    private final Queue<Left> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile Runnable fewer = () -> {};
    private volatile boolean closed;

    /** @param hasRoom for one of them */
    LeftOnBus(String channel, Fetch fetch, BooleanSupplier hasRoom, Sink sink) {
        this.fetch = fetch;
        this.hasRoom = hasRoom;
        this.sink = sink;
        this.thread = Thread.ofPlatform().daemon().name("psr-large-" + channel).start(this::run);
    }

    /** Whether large records come before this one, or there is no room for it. */
    boolean mustWait() {
        return !waiting.isEmpty() || !hasRoom.getAsBoolean();
    }

    /** Whether another one may be left. */
    boolean takesMore() {
        return waiting.size() < MOST;
    }

    /** @param listener called, on any thread, when fewer are left: who waited for {@link #takesMore} may ask again */
    void onFewer(Runnable listener) {
        fewer = listener;
    }

    void leave(ConsumerRecord<?, ?> record, Reception reception) {
        waiting.add(new Left(new TopicPartition(record.topic(), record.partition()), record.offset(), reception));
        LockSupport.unpark(thread);
    }

    /** There may be room again. */
    void room() {
        if (!waiting.isEmpty()) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                look();
            } catch (RuntimeException | StackOverflowError e) {
                // Whatever becomes of one record, the others are read.
                LOG.error("large messages wait on the bus, and something is wrong with the first", e);
                LockSupport.parkNanos(this, REST_NANOS);
            }
        }
    }

    private void look() {
        Left next = waiting.peek();
        if (next == null) {
            LockSupport.park(this);
        } else if (waiting.stream().anyMatch(Left::isLost)) {
            giveUpLost();
            fewer.run();
        } else if (hasRoom.getAsBoolean()) {
            take(next);
            fewer.run();
        } else {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    /** Whoever has their partitions now reads them itself. */
    private void giveUpLost() {
        waiting.removeIf(left -> {
            boolean lost = left.isLost();
            if (lost) {
                left.reception().abandoned();
            }
            return lost;
        });
    }

    private void take(Left left) {
        ConsumerRecord<byte[], byte[]> record;
        try {
            record = fetch.at(left.partition(), left.offset());
        } catch (KafkaException e) {
            LOG.warnf("%s@%d is not read yet: %s", left.partition(), left.offset(), e.getMessage());
            LockSupport.parkNanos(this, REST_NANOS);
            return;
        }
        waiting.remove();
        if (record == null) {
            LOG.errorf("%s@%d is no more: its topic's retention is too short", left.partition(), left.offset());
        }
        hand(record == null ? left.withoutValue() : record, left.reception());
    }

    private void hand(ConsumerRecord<byte[], byte[]> record, Reception reception) {
        Origin consumed = new Origin(record.topic(), record.partition(), record.offset());
        try {
            sink.accept(Polled.submission(record), consumed, reception);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "%s could not be taken", consumed);
        }
    }
}
