package io.privatesmtp.delivery.seen;

import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Where accepted ids are kept beyond the life of a worker. */
interface SeenLog {
    /** Takes what was written. */
    interface Reader {
        void accepted(IdHash id, TopicPartition partition, long offset, Instant at);

        void takenBack(IdHash id);
    }

    /** Completed once it is kept for good. */
    CompletableFuture<Void> accepted(IdHash id, TopicPartition partition, long offset, Instant at);

    /** The id is free again. Completed once that is kept for good. */
    CompletableFuture<Void> takenBack(IdHash id, TopicPartition partition);

    /** Hands over all that was written for these partitions, oldest first, and what was written beside it for others. */
    void read(Collection<TopicPartition> partitions, Reader reader);
}
