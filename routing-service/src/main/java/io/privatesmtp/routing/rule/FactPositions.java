package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.routing.LogPositions;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Starts each partition of the facts where the database says that folding stopped. */
@ApplicationScoped
@Identifier("provisioning-events")
class FactPositions implements KafkaConsumerRebalanceListener {
    private final LogPositions positions;

    FactPositions(LogPositions positions) {
        this.positions = positions;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.seek(consumer, Topics.PROVISIONING, partitions);
    }
}
