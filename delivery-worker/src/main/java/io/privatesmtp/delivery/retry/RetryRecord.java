package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Polled;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A retry record without its Kafka types. */
final class RetryRecord {
    private RetryRecord() {}

    static Origin origin(ConsumerRecord<byte[], byte[]> record) {
        return new Origin(record.topic(), record.partition(), record.offset());
    }

    /** @throws ContractViolation where it is missing or damaged */
    static RetryState state(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Headers.RETRY_STATE);
        if (header == null || header.value() == null) {
            throw new ContractViolation(ErrorCode.CORRUPT, Headers.RETRY_STATE, null, "is required");
        }
        return Json.read(header.value(), RetryState.class);
    }

    /** The first submission, as it was. */
    static Incoming submission(ConsumerRecord<byte[], byte[]> record, RetryState state) {
        return new Incoming(
                state.origin().topic(),
                state.origin().partition(),
                state.origin().offset(),
                state.queuedAtMillis(),
                record.key(),
                record.value(),
                Polled.headers(record));
    }
}
