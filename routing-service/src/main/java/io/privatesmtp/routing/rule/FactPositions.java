package io.privatesmtp.routing.rule;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Starts each partition where the database says that folding stopped. The group's offsets only show the lag: a database
 * that was restored or emptied gets the facts that it misses, whatever the group has committed.
 */
@ApplicationScoped
@Identifier("provisioning-events")
class FactPositions implements KafkaConsumerRebalanceListener {
    private final Database database;
    private final RuleStore store;

    FactPositions(Database database, RuleStore store) {
        this.database = database;
        this.store = store;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<Integer, Long> positions = database.inTransaction(store::positions)
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
