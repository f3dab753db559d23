package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.receipt.Reception;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Takes submissions from their channels as fast as there is room for them. Acknowledgement goes by the ledgers; a record
 * is never nacked.
 */
@ApplicationScoped
public class SubmissionConsumer {
    /** After the channels are wired. */
    private static final int PRIORITY = 5_000;

    private final Multi<Message<byte[]>> submissions;
    private final Multi<Message<byte[]>> bulk;
    private final SubmissionSink sink;
    private final PartitionLedgers ledgers;
    private final Vertx vertx;

    SubmissionConsumer(
            @Channel("submissions") Multi<Message<byte[]>> submissions,
            @Channel("bulk") Multi<Message<byte[]>> bulk,
            SubmissionSink sink,
            PartitionLedgers ledgers,
            Vertx vertx) {
        this.submissions = submissions;
        this.bulk = bulk;
        this.sink = sink;
        this.ledgers = ledgers;
        this.vertx = vertx;
    }

    void atStart(@Observes @jakarta.annotation.Priority(PRIORITY) StartupEvent event) {
        submissions.subscribe().withSubscriber(inlet("submissions", Priority.TRANSACTIONAL));
        bulk.subscribe().withSubscriber(inlet("bulk", Priority.BULK));
    }

    private Inlet inlet(String channel, Priority priority) {
        Inlet inlet = new Inlet(
                channel, () -> sink.hasRoom(priority), this::take, later -> vertx.runOnContext(v -> later.run()));
        sink.onRoom(inlet::room);
        return inlet;
    }

    private void take(ConsumerRecord<?, ?> record) {
        Reception reception =
                ledgers.received(record.topic(), record.partition(), record.offset(), Polled.generation(record));
        if (reception == null) {
            // The partition went to another worker while the record lay in the channel's queue.
            return;
        }
        Incoming submission = Polled.submission(record);
        Origin consumed = new Origin(record.topic(), record.partition(), record.offset());
        sink.accept(submission, consumed, reception);
    }
}
