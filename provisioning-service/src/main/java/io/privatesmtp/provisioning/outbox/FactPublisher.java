package io.privatesmtp.provisioning.outbox;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.kit.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes facts to {@code provisioning.events}, and returns when all replicas have them. */
final class FactPublisher implements AutoCloseable {
    static final String SOURCE = "/psr/provisioning-service";

    private final KafkaProducer<byte[], byte[]> producer;

    FactPublisher(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "provisioning-outbox");
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Short, so that health soon shows a broker that is away; the relay itself tries for ever.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @throws ExecutionException when one of them was not acknowledged; it may be on the bus all the same */
    void publish(List<WaitingFact> run) throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>(run.size());
        for (WaitingFact fact : run) {
            acknowledgements.add(producer.send(record(fact)));
        }
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
    }

    /** The id is the sequence, so a fact that is written twice is known as one. */
    private static ProducerRecord<byte[], byte[]> record(WaitingFact fact) {
        return new ProducerRecord<>(
                Topics.PROVISIONING,
                null,
                fact.key().getBytes(StandardCharsets.UTF_8),
                fact.payload(),
                CloudEventHeaders.of(fact.type(), Long.toString(fact.sequence()), SOURCE, fact.at()));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
