package io.privatesmtp.routing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * How far each log was folded, in the database beside what it came to and written in the same transaction. The offsets of
 * the consumer groups only show the lag: a database that was restored or emptied gets the records that it misses,
 * whatever its group has committed.
 */
@ApplicationScoped
public class LogPositions {
    private final Database database;

    LogPositions(Database database) {
        this.database = database;
    }

    /** The next offset to fold of each partition; partitions of which nothing was folded are absent. */
    public Uni<Map<Integer, Long>> of(String topic) {
        return database.inTransaction(session -> session.createQuery(
                        "from LogPositionRow p where p.topic = :topic", LogPositionRow.class)
                .setParameter("topic", topic)
                .getResultList()
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.partition, row -> row.nextOffset))));
    }

    /** Never goes back: an instance that lost the partition may still be folding its last record. */
    public Uni<Void> save(Mutiny.StatelessSession session, String topic, int partition, long nextOffset) {
        return session.createNativeQuery("insert into log_position (topic, partition, next_offset)"
                        + " values (:topic, :partition, :next) on conflict (topic, partition) do update"
                        + " set next_offset = greatest(log_position.next_offset, excluded.next_offset)")
                .setParameter("topic", topic)
                .setParameter("partition", partition)
                .setParameter("next", nextOffset)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Moves partitions of one topic to where folding stopped. Blocks until the database answers. */
    public void seek(Consumer<?, ?> consumer, String topic, Collection<TopicPartition> partitions) {
        Map<Integer, Long> positions = of(topic)
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5))
                .indefinitely()
                .await()
                .indefinitely();
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition.partition());
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        }
    }
}
