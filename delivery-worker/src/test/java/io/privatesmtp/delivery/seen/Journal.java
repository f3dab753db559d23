package io.privatesmtp.delivery.seen;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The topic as a list: what is written waits to be acknowledged, and may be lost with its writer until then. */
final class Journal implements SeenLog {
    /** The count of partitions that it stands for: fewer than submissions have. */
    private static final int COUNT = 2;

    private record Row(IdHash id, TopicPartition partition, long offset, Instant at, boolean takenBack) {}

    private record Write(Row row, CompletableFuture<Void> acknowledged) {}

    private final List<Row> rows = new ArrayList<>();
    private final Deque<Write> waiting = new ArrayDeque<>();

    @Override
    public CompletableFuture<Void> accepted(IdHash id, TopicPartition partition, long offset, Instant at) {
        return write(new Row(id, partition, offset, at, false));
    }

    @Override
    public CompletableFuture<Void> takenBack(IdHash id, TopicPartition partition) {
        return write(new Row(id, partition, 0, Instant.MAX, true));
    }

    private CompletableFuture<Void> write(Row row) {
        Write write = new Write(row, new CompletableFuture<>());
        waiting.add(write);
        return write.acknowledged;
    }

    int waiting() {
        return waiting.size();
    }

    void acknowledge(int count) {
        for (int i = 0; i < count; i++) {
            Write write = waiting.remove();
            rows.add(write.row);
            write.acknowledged.complete(null);
        }
    }

    /** Their writer dies: the first so many stand, although nobody was told, and the others do not. */
    void lose(int standing) {
        for (int i = 0; i < standing; i++) {
            rows.add(waiting.remove().row);
        }
        waiting.clear();
    }

    /** Keeps the last of each id, as a compacted topic may at any time. */
    void compact() {
        Set<IdHash> later = new HashSet<>();
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (!later.add(rows.get(i).id)) {
                rows.remove(i);
            }
        }
    }

    /** Drops what is older than that. */
    void expire(Instant before) {
        rows.removeIf(row -> row.at.isBefore(before));
    }

    @Override
    public void read(Collection<TopicPartition> partitions, Reader reader) {
        Set<Integer> wanted =
                partitions.stream().map(p -> p.partition() % COUNT).collect(Collectors.toSet());
        for (Row row : rows) {
            if (!wanted.contains(row.partition.partition() % COUNT)) {
                continue;
            }
            if (row.takenBack) {
                reader.takenBack(row.id);
            } else {
                reader.accepted(row.id, row.partition, row.offset, row.at);
            }
        }
    }
}
