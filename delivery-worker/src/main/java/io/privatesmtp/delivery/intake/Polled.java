package io.privatesmtp.delivery.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A polled record without its Kafka types. */
public final class Polled {
    /** Written by the connector of reactive messaging, after the producer's headers. */
    private static final String GENERATION = "__smallrye_generationId";

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

    /** The group's generation when the record was polled, as the channel notes it; the newest where it does not. */
    static int generation(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(GENERATION);
        return header == null
                ? Integer.MAX_VALUE
                : Integer.parseInt(new String(header.value(), StandardCharsets.US_ASCII));
    }

    public static List<Incoming.Header> headers(ConsumerRecord<?, ?> record) {
        List<Incoming.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new Incoming.Header(header.key(), header.value()));
        }
        return headers;
    }
}
