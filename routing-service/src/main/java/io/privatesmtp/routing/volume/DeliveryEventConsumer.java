package io.privatesmtp.routing.volume;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.routing.Database;
import io.privatesmtp.routing.LogPositions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Counts deliveries: the counts of a batch and how far the log was counted are one transaction. */
@ApplicationScoped
class DeliveryEventConsumer {
    private static final Logger LOG = Logger.getLogger(DeliveryEventConsumer.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(10);

    private final Database database;
    private final LogPositions positions;
    private final DailyVolume volume;

    DeliveryEventConsumer(Database database, LogPositions positions, DailyVolume volume) {
        this.database = database;
        this.positions = positions;
        this.volume = volume;
    }

    @Incoming("delivery-events")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    @SuppressWarnings("unchecked")
    Uni<Void> take(Message<List<byte[]>> batch) {
        ConsumerRecords<byte[], byte[]> records = batch.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
        return Uni.createFrom()
                .deferred(() -> database.inTransaction(session -> count(session, records)))
                .onFailure()
                .invoke(e -> LOG.warnf(e, "%d delivery events wait to be counted", records.count()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACK_OFF, LAST_BACK_OFF)
                .indefinitely()
                .chain(() -> Uni.createFrom().completionStage(batch.ack()));
    }

    private Uni<Void> count(Mutiny.StatelessSession session, ConsumerRecords<byte[], byte[]> records) {
        Map<DailyVolume.Key, Long> counts = new HashMap<>();
        records.forEach(record -> count(record, counts));
        return volume.add(session, counts)
                .chain(() -> Multi.createFrom()
                        .iterable(records.partitions())
                        .onItem()
                        .transformToUniAndConcatenate(
                                partition -> counted(session, partition, records.records(partition)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> counted(
            Mutiny.StatelessSession session, TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        long next = records.getLast().offset() + 1;
        return positions.save(session, partition.topic(), partition.partition(), next);
    }

    private static void count(ConsumerRecord<byte[], byte[]> record, Map<DailyVolume.Key, Long> counts) {
        Header type = record.headers().lastHeader(Headers.CE_TYPE);
        if (type == null || !MailEvent.Delivered.TYPE.equals(new String(type.value(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            MailEvent event = MailEvent.read(MailEvent.Delivered.TYPE, record.value());
            String account = event.message().account();
            if (account != null) {
                LocalDate day = event.at().atOffset(ZoneOffset.UTC).toLocalDate();
                counts.merge(new DailyVolume.Key(account, day), 1L, Long::sum);
            }
        } catch (ContractViolation e) {
            LOG.warnf("an event is not counted: %s", e.getMessage());
        }
    }
}
