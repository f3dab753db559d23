package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.receipt.PartitionLedgers;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.receipt.Sluice;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes submissions from their channels as fast as there is room for them. Acknowledgement goes by the ledgers; a record
 * is never nacked.
 */
@ApplicationScoped
public class SubmissionConsumer {
    /** After the channels are wired. */
    private static final int PRIORITY = 5_000;
    /** A channel reads no further while this part of the heap is read and not taken. */
    private static final int UNTAKEN_DIVISOR = 32;

    private static final Logger LOG = Logger.getLogger(SubmissionConsumer.class);

    private final Multi<Message<byte[]>> submissions;
    private final Multi<Message<byte[]>> bulk;
    private final SubmissionSink sink;
    private final PartitionLedgers ledgers;
    private final KafkaClientService clients;
    private final Map<String, Object> kafka;
    private final Vertx vertx;
    private final List<LeftOnBus> leftOnBus = new CopyOnWriteArrayList<>();

    SubmissionConsumer(
            @Channel("submissions") Multi<Message<byte[]>> submissions,
            @Channel("bulk") Multi<Message<byte[]>> bulk,
            SubmissionSink sink,
            PartitionLedgers ledgers,
            KafkaClientService clients,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Vertx vertx) {
        this.submissions = submissions;
        this.bulk = bulk;
        this.sink = sink;
        this.ledgers = ledgers;
        this.clients = clients;
        this.kafka = kafka;
        this.vertx = vertx;
    }

    void atStart(@Observes @jakarta.annotation.Priority(PRIORITY) StartupEvent event) {
        submissions.subscribe().withSubscriber(inlet("submissions", Priority.TRANSACTIONAL));
        bulk.subscribe().withSubscriber(inlet("bulk", Priority.BULK));
    }

    @PreDestroy
    void close() {
        leftOnBus.forEach(LeftOnBus::close);
    }

    private Inlet inlet(String channel, Priority priority) {
        LeftOnBus left =
                new LeftOnBus(channel, new RecordFetch(kafka)::at, () -> sink.hasRoomForLarge(priority), sink::accept);
        leftOnBus.add(left);
        Sluice sluice = sluice(channel, bytes -> !sink.isLarge(bytes) || !left.mustWait());
        Consumer<ConsumerRecord<?, ?>> taker = record -> {
            sluice.taken(record);
            take(record, left);
        };
        BooleanSupplier hasRoom = () -> sink.hasRoom(priority) && left.takesMore();
        Inlet inlet = new Inlet(channel, hasRoom, taker, later -> vertx.runOnContext(v -> later.run()));
        sink.onRoom(inlet::room);
        sink.onRoom(left::room);
        left.onFewer(inlet::room);
        return inlet;
    }

    private Sluice sluice(String channel, IntPredicate keeps) {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(channel);
        Sluice sluice = Sluice.of(String.valueOf(consumer.configuration().get(ConsumerConfig.GROUP_ID_CONFIG)));
        sluice.watch(Runtime.getRuntime().maxMemory() / UNTAKEN_DIVISOR, new Sluice.Gate() {
            @Override
            public void close() {
                LOG.debugf("the channel %s reads no further: what it read is not taken yet", channel);
                onPollingThread(consumer, c -> c.pause(c.assignment()));
            }

            @Override
            public void open() {
                onPollingThread(consumer, c -> c.resume(c.paused()));
            }

            @Override
            public boolean keeps(int bytes) {
                return keeps.test(bytes);
            }
        });
        return sluice;
    }

    private static void onPollingThread(
            KafkaConsumer<byte[], byte[]> consumer,
            Consumer<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> step) {
        consumer.runOnPollingThread(step)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("pausing and resuming: %s", failure.getMessage()));
    }

    private void take(ConsumerRecord<?, ?> record, LeftOnBus left) {
        Reception reception =
                ledgers.received(record.topic(), record.partition(), record.offset(), Polled.generation(record));
        if (reception == null) {
            // The partition went to another worker while the record lay in the channel's queue.
            return;
        }
        boolean gone = record.value() == null || left.mustWait();
        if (sink.isLarge(record.serializedValueSize()) && gone && !reception.settledBefore()) {
            left.leave(record, reception);
            return;
        }
        Incoming submission = Polled.submission(record);
        Origin consumed = new Origin(record.topic(), record.partition(), record.offset());
        sink.accept(submission, consumed, reception);
    }
}
