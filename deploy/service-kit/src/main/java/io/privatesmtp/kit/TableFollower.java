package io.privatesmtp.kit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads compacted topics from their beginning, without a group, and follows them for good. Rows are handed over on one
 * thread, in the order of each partition.
 */
public final class TableFollower implements AutoCloseable {
    /** Takes a row; a null value is a tombstone. It must not throw: a row that cannot be read is its own to report. */
    @FunctionalInterface
    public interface RowConsumer {
        void row(ConsumerRecord<byte[], byte[]> row);
    }

    private static final Logger LOG = Logger.getLogger(TableFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PARTITION_CHECK_NANOS = Duration.ofSeconds(30).toNanos();

    private final Map<String, Object> kafka;
    private final List<String> topics;
    private final RowConsumer rows;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    public TableFollower(String name, Map<String, Object> kafka, Collection<String> topics, RowConsumer rows) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.keySet().removeIf(key -> key.startsWith("group."));
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.kafka.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        this.topics = List.copyOf(topics);
        this.rows = rows;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public TableFollower start() {
        thread.start();
        return this;
    }

    /** Completed once every row that stood in the topics at the start was handed over. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        closed = true;
        KafkaConsumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (var fresh = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = fresh;
                follow(fresh);
            } catch (WakeupException | InterruptException e) {
                LOG.debugf("%s stops", thread.getName());
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s lost its consumer and starts another", thread.getName());
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> from) {
        assign(from);
        long nextCheck = System.nanoTime() + PARTITION_CHECK_NANOS;
        while (!closed) {
            for (ConsumerRecord<byte[], byte[]> row : from.poll(POLL)) {
                rows.row(row);
                positions.put(new TopicPartition(row.topic(), row.partition()), row.offset() + 1);
            }
            if (!caughtUp.isDone()) {
                noteCaughtUp(from);
            }
            if (System.nanoTime() - nextCheck > 0) {
                assign(from);
                nextCheck = System.nanoTime() + PARTITION_CHECK_NANOS;
            }
        }
    }

    /** Takes all partitions, those that were added meanwhile too, from where they were read to. */
    private void assign(KafkaConsumer<byte[], byte[]> to) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            to.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
        }
        if (to.assignment().size() == partitions.size()) {
            return;
        }
        to.assign(partitions);
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition);
            if (position == null) {
                to.seekToBeginning(List.of(partition));
            } else {
                to.seek(partition, position);
            }
        }
    }

    private void noteCaughtUp(KafkaConsumer<byte[], byte[]> from) {
        Map<TopicPartition, Long> ends = from.endOffsets(from.assignment());
        if (ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue())) {
            caughtUp.complete(null);
        }
    }

    private void pause() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
