package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of a submission topic, as it came. For a retry: the first submission's coordinates, time, headers and value, so
 * that the same message comes of it.
 *
 * @param timestampMillis the record's time; by default its producer's clock
 */
public record Incoming(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {

    /** One header of a record; names may repeat. */
    public record Header(String name, byte @Nullable [] value) {}

    public Origin origin() {
        return new Origin(topic, partition, offset);
    }
}
