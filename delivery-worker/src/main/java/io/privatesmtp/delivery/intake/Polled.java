package io.privatesmtp.delivery.intake;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A polled record without its Kafka types. */
public final class Polled {
    private Polled() {}

    public static Incoming submission(ConsumerRecord<?, ?> record) {
        return new Incoming(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                (byte @Nullable []) record.key(),
                (byte @Nullable []) record.value(),
                headers(record));
    }

    public static List<Incoming.Header> headers(ConsumerRecord<?, ?> record) {
        List<Incoming.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new Incoming.Header(header.key(), header.value()));
        }
        return headers;
    }
}
