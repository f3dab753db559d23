package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.delivery.receipt.AnnouncedEvent;
import io.privatesmtp.delivery.receipt.Receipt;
import io.privatesmtp.kit.CloudEventHeaders;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Events as records. The same event always has the same id, so that consumers can tell a second copy. */
public final class EventRecords {
    private static final String SOURCE = "/psr/delivery-worker";

    private EventRecords() {}

    /** {@code origin/recipient/attempt/type}; a holding has its reason behind it, for there may be several in an attempt. */
    public static String id(MailEvent event, int recipient) {
        String id = event.message().origin() + "/" + recipient + "/"
                + event.message().attempt() + "/" + event.type();
        return event instanceof MailEvent.Held held
                ? id + "/" + held.holdReason().label()
                : id;
    }

    /** @param receipt null where the event settles nothing */
    static ProducerRecord<byte[], byte[]> of(MailEvent event, int recipient, int partition, @Nullable Receipt receipt) {
        var headers = CloudEventHeaders.of(event.type(), id(event, recipient), SOURCE, event.at());
        if (receipt != null) {
            headers.add(Headers.RECEIPT, BusProducer.bytes(receipt.text()));
        }
        byte[] key = BusProducer.bytes(event.message().messageId());
        return new ProducerRecord<>(event.topic(), partition, null, key, Json.write(event), headers);
    }

    static AnnouncedEvent announcement(MailEvent event, int recipient, int partition) {
        byte[] key = BusProducer.bytes(event.message().messageId());
        return new AnnouncedEvent(id(event, recipient), event.type(), Json.write(event), key, partition);
    }

    static ProducerRecord<byte[], byte[]> announced(AnnouncedEvent event) {
        // Only deferrals and holds are announced. Their time stands in the event; the header says when it was written.
        var headers = CloudEventHeaders.of(event.type(), event.id(), SOURCE, Instant.EPOCH);
        headers.remove(Headers.CE_TIME);
        return new ProducerRecord<>(
                Topics.DELIVERY_EVENTS, event.partition(), null, event.key(), event.json(), headers);
    }
}
