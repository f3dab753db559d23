package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.receipt.Reception;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes submissions from their channels as fast as there is room for them. Acknowledgement goes by the ledgers; a record
 * is never nacked.
 */
@ApplicationScoped
public class SubmissionConsumer {
    private static final Logger LOG = Logger.getLogger(SubmissionConsumer.class);
    /** After the channels are wired. */
    private static final int PRIORITY = 5_000;

    private final Multi<Message<byte[]>> submissions;
    private final Multi<Message<byte[]>> bulk;
    private final SubmissionSink sink;
    private final PartitionLedgers ledgers;

    SubmissionConsumer(
            @Channel("submissions") Multi<Message<byte[]>> submissions,
            @Channel("bulk") Multi<Message<byte[]>> bulk,
            SubmissionSink sink,
            PartitionLedgers ledgers) {
        this.submissions = submissions;
        this.bulk = bulk;
        this.sink = sink;
        this.ledgers = ledgers;
    }

    void atStart(@Observes @jakarta.annotation.Priority(PRIORITY) StartupEvent event) {
        submissions.subscribe().withSubscriber(new Intake("submissions", Priority.TRANSACTIONAL));
        bulk.subscribe().withSubscriber(new Intake("bulk", Priority.BULK));
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

    /** Asks its channel for as much as there is room for. */
    private final class Intake implements Flow.Subscriber<Message<byte[]>> {
        private static final int STEP = 64;

        private final String channel;
        private final Priority priority;
        private final AtomicLong outstanding = new AtomicLong();
        private volatile Flow.@Nullable Subscription subscription;

        private Intake(String channel, Priority priority) {
            this.channel = channel;
            this.priority = priority;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            sink.onRoom(this::ask);
            ask();
        }

        @Override
        public void onNext(Message<byte[]> message) {
            outstanding.decrementAndGet();
            message.getMetadata(IncomingKafkaRecordMetadata.class).ifPresent(polled -> take(polled.getRecord()));
            ask();
        }

        private void ask() {
            Flow.Subscription known = subscription;
            if (known != null && sink.hasRoom(priority) && outstanding.get() < STEP / 2) {
                outstanding.addAndGet(STEP);
                known.request(STEP);
            }
        }

        @Override
        public void onError(Throwable failure) {
            LOG.errorf(failure, "the channel %s failed", channel);
        }

        @Override
        public void onComplete() {
            LOG.infof("the channel %s ended", channel);
        }
    }
}
