package io.privatesmtp.routing.volume;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.routing.LogPositions;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Starts each partition of the events where the database says that counting stopped: nothing is counted twice. */
@ApplicationScoped
@Identifier("delivery-events")
class DeliveryEventPositions implements KafkaConsumerRebalanceListener {
    private final LogPositions positions;

    DeliveryEventPositions(LogPositions positions) {
        this.positions = positions;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.seek(consumer, Topics.DELIVERY_EVENTS, partitions);
    }
}
