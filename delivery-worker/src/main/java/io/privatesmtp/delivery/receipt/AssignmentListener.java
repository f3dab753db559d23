package io.privatesmtp.delivery.receipt;

import java.util.Collection;
import org.apache.kafka.common.TopicPartition;

/** Learns which partitions this worker holds. Called on the polling threads, several at once. */
public interface AssignmentListener {
    /** Called before a record of the partitions is looked at. What it throws keeps them from being taken. */
    void assigned(Collection<TopicPartition> partitions);

    /** Called after the last record of the partitions has come to its end, or was given up. */
    void revoked(Collection<TopicPartition> partitions);
}
