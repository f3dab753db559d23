package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.retry.RetryReader;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.retry.RetryState;
import io.privatesmtp.embedded.KafkaResource;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A retry reader between a real broker and a sink that notes what it gets, with a clock that the test turns. */
final class Waiting implements AutoCloseable, RetryReader.Sink {
    record Released(Origin consumed, Instant at) {}

    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());

    private final RetrySchedule schedule;
    private final int partitions;
    private final TopicPartition partition;
    private final ReceiptTopics topics;
    private final RetryReader reader;
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", KafkaResource.bootstrapServers(), "max.request.size", 10_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final AdminClient admin = AdminClient.create(KAFKA);

    final List<Released> released = new CopyOnWriteArrayList<>();
    final AtomicReference<Predicate<RetryState>> changed = new AtomicReference<>();
    final AtomicReference<Instant> shown = new AtomicReference<>();
    /** Nothing is taken when so many were released. */
    final AtomicInteger roomFor = new AtomicInteger(Integer.MAX_VALUE);

    Waiting(String delay) throws Exception {
        this(delay, 1);
    }

    /** @param delay of the one retry topic */
    Waiting(String delay, int partitions) throws Exception {
        this.partitions = partitions;
        schedule = new RetrySchedule(List.of(delay), 0);
        partition = new TopicPartition(schedule.shortest().topic(), 0);
        for (String topic :
                List.of("mail.delivery-events", "mail.bounce-events", "mail.dead-letter", partition.topic())) {
            if (!admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(topic)) {
                admin.createTopics(List.of(
                                new NewTopic(topic, topic.equals(partition.topic()) ? partitions : 3, (short) 1)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
        }
        topics = new ReceiptTopics(KAFKA, List.of(delay));
        topics.look();
        PartitionLedgers ledgers = new PartitionLedgers(
                KAFKA, topics, event -> CompletableFuture.completedFuture(null), new Nothing(), false);
        InstantSource turned = () -> shown.get() == null ? Clock.systemUTC().instant() : shown.get();
        reader = new RetryReader(
                KAFKA, schedule, ledgers, this, () -> changed.getAndSet(null), turned.withZone(ZoneOffset.UTC));
    }

    void start() {
        reader.start();
    }

    String topic() {
        return partition.topic();
    }

    /** @param heldFor account whose held mail it is, null for mail that is not held */
    void append(Instant at, String heldFor) {
        RetryState state = RetryState.first(new Origin("mail.outbound", 0, 1), at.toEpochMilli())
                .ownedBy(heldFor);
        if (heldFor != null) {
            state = state.held(List.of(0), at, io.privatesmtp.bus.event.HoldReason.SOURCE_UNUSABLE);
        }
        var record = new ProducerRecord<byte[], byte[]>(
                partition.topic(), 0, at.toEpochMilli(), new byte[] {1}, new byte[300]);
        record.headers().add(Headers.RETRY_STATE, Json.write(state));
        producer.send(record);
    }

    /** One in each partition. */
    void appendLarge(Instant at, int bytes) {
        for (int p = 0; p < partitions; p++) {
            RetryState state = RetryState.first(new Origin("mail.outbound", p, 1), at.toEpochMilli());
            var record = new ProducerRecord<byte[], byte[]>(
                    partition.topic(), p, at.toEpochMilli(), new byte[] {1}, new byte[bytes]);
            record.headers().add(Headers.RETRY_STATE, Json.write(state));
            producer.send(record);
        }
    }

    void flush() {
        producer.flush();
    }

    /** -1 where nothing is committed. */
    long committed() {
        try {
            OffsetAndMetadata commit = admin.listConsumerGroupOffsets("psr-delivery-retry")
                    .partitionsToOffsetAndMetadata()
                    .get(20, TimeUnit.SECONDS)
                    .get(partition);
            return commit == null ? -1 : commit.offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<Long> offsets() {
        return released.stream().map(r -> r.consumed().offset()).toList();
    }

    @Override
    public boolean hasRoom(int bytes) {
        return released.size() < roomFor.get();
    }

    @Override
    public void release(Incoming submission, Origin consumed, Reception reception, RetryState state) {
        released.add(new Released(consumed, Clock.systemUTC().instant()));
        reception.settled();
    }

    @Override
    public void unreadable(Incoming record, Origin consumed, Reception reception, String sentence) {
        throw new AssertionError(sentence);
    }

    @Override
    public void close() {
        reader.close();
        producer.close();
        // with its offsets, so that a test that is run once more finds nothing of the first time
        admin.deleteTopics(List.of(partition.topic()));
        admin.close();
        topics.atStop(null);
    }

    static final class Nothing implements AssignmentListener {
        @Override
        public void assigned(Collection<TopicPartition> partitions) {}

        @Override
        public void revoked(Collection<TopicPartition> partitions) {}
    }
}
