package io.privatesmtp.delivery.seen;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.delivery.outcome.BusProducer;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The topic {@code mail.seen}: key {@link IdHash}, value the coordinates of the submission as text, time that of its
 * acceptance. An entry stands in the partition number that its submission came from, modulo the topic's count.
 */
@ApplicationScoped
class SeenTopic implements SeenLog {
    private static final Logger LOG = Logger.getLogger(SeenTopic.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> kafka;
    private final BusProducer producer;
    private volatile int count;

    SeenTopic(@Identifier("default-kafka-broker") Map<String, Object> kafka, BusProducer producer) {
        this.kafka = new HashMap<>(kafka);
        this.kafka.put(ConsumerConfig.CLIENT_ID_CONFIG, "psr-seen");
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        this.producer = producer;
    }

    @Override
    public CompletableFuture<Void> accepted(IdHash id, TopicPartition partition, long offset, Instant at) {
        String origin = new Origin(partition.topic(), partition.partition(), offset).toString();
        return send(id, partition, at.toEpochMilli(), origin.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletableFuture<Void> takenBack(IdHash id, TopicPartition partition) {
        return send(id, partition, null, null);
    }

    private CompletableFuture<Void> send(
            IdHash id, TopicPartition partition, @Nullable Long at, byte @Nullable [] value) {
        int target = partition.partition() % count;
        return producer.send(new ProducerRecord<>(Topics.SEEN, target, at, id.key(), value));
    }

    @Override
    public void read(Collection<TopicPartition> partitions, Reader reader) {
        while (true) {
            try (var consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                readToEnd(consumer, partitions, reader);
                return;
            } catch (RetriableException e) {
                // Without them copies would be sent, so that the partitions wait.
                LOG.warnf("accepted ids cannot be read yet: %s", e.getMessage());
                rest();
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(1_000);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void readToEnd(Consumer<byte[], byte[]> from, Collection<TopicPartition> partitions, Reader reader) {
        long begin = System.nanoTime();
        int known = from.partitionsFor(Topics.SEEN).size();
        if (known == 0) {
            throw new UnknownTopicOrPartitionException(Topics.SEEN + " does not exist");
        }
        count = known;
        Set<TopicPartition> sources = partitions.stream()
                .map(p -> new TopicPartition(Topics.SEEN, p.partition() % known))
                .collect(Collectors.toSet());
        from.assign(sources);
        from.seekToBeginning(sources);
        Map<TopicPartition, Long> ends = from.endOffsets(sources);
        long entries = 0;
        while (ends.entrySet().stream().anyMatch(end -> from.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                hand(record, reader);
                entries++;
            }
        }
        LOG.infof(
                "read %d accepted ids for %d partitions in %d ms",
                entries, partitions.size(), (System.nanoTime() - begin) / 1_000_000);
    }

    private static void hand(ConsumerRecord<byte[], byte[]> record, Reader reader) {
        IdHash id = IdHash.read(record.key());
        if (id == null) {
            LOG.warnf("offset %d of %s has no key of ours", record.offset(), record.topic());
        } else if (record.value() == null) {
            reader.takenBack(id);
        } else {
            try {
                Origin origin = Origin.parse(new String(record.value(), StandardCharsets.UTF_8));
                TopicPartition partition = new TopicPartition(origin.topic(), origin.partition());
                reader.accepted(id, partition, origin.offset(), Instant.ofEpochMilli(record.timestamp()));
            } catch (ContractViolation e) {
                LOG.warnf("an entry of %s cannot be read: %s", record.topic(), e.getMessage());
            }
        }
    }
}
