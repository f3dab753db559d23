package io.privatesmtp.delivery.receipt;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.jboss.logging.Logger;

/** How much of the cluster this worker is: partitions held of all partitions of the topics that it reads. */
final class Share {
    private static final Logger LOG = Logger.getLogger(Share.class);

    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
    private volatile double value = 1;

    /** Learns how many partitions the consumer's topics have. On the polling thread. */
    void learn(Consumer<?, ?> consumer) {
        for (String topic : consumer.subscription()) {
            try {
                List<PartitionInfo> all = consumer.partitionsFor(topic);
                if (all != null && !all.isEmpty()) {
                    partitions.put(topic, all.size());
                }
            } catch (KafkaException e) {
                LOG.warnf("the partitions of %s are not known: %s", topic, e.getMessage());
            }
        }
    }

    void holds(int held) {
        int all = partitions.values().stream().mapToInt(Integer::intValue).sum();
        value = all == 0 ? 1 : Math.min(1, (double) held / all);
    }

    /** 0 to 1; 1 while nothing is known. */
    double value() {
        return value;
    }
}
