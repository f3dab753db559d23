package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.kit.CloudEventHeaders;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The other side of the bus: publishes facts as the provisioning service does, and reads the tables as workers do. */
@ApplicationScoped
class Bus {
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicReader reader;

    Bus(@Identifier("default-kafka-broker") Map<String, Object> kafka, TopicReader reader) {
        this.producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
        this.reader = reader;
    }

    void publish(Fact fact) {
        var change = fact.event().change();
        send(new ProducerRecord<>(
                Topics.PROVISIONING,
                null,
                change.account() == null ? null : change.account().getBytes(StandardCharsets.UTF_8),
                Json.write(fact.event()),
                CloudEventHeaders.of(fact.type().type(), "test-" + change.sequence(), "/test", change.at())));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Map<TableKey, byte[]> tables() {
        return reader.rows(List.of(Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS));
    }

    /** The row of a table as workers read it. */
    <T> @Nullable T row(TableKey key, Class<T> type) {
        byte[] value = tables().get(key);
        return value == null ? null : Json.read(value, type);
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
