package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.embedded.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The bus as producers and consumers outside see it. */
final class Bus implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
            Map.of(
                    "bootstrap.servers",
                    KafkaResource.bootstrapServers(),
                    "acks",
                    "all",
                    "max.request.size",
                    40_000_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    void table(String topic, String key, Object value) {
        send(new ProducerRecord<>(topic, bytes(key), value == null ? null : Json.write(value)));
    }

    /** A row of a table, not waited for. */
    void quickly(String topic, String key, Object value) {
        producer.send(new ProducerRecord<>(topic, bytes(key), Json.write(value)));
    }

    void json(String key, String json) {
        send(new ProducerRecord<>(Topics.OUTBOUND, key == null ? null : bytes(key), bytes(json)));
    }

    void raw(String id, String account, String from, List<String> to, String message) {
        var record = new ProducerRecord<byte[], byte[]>(
                Topics.OUTBOUND, bytes(id), message.getBytes(StandardCharsets.ISO_8859_1));
        record.headers().add(Headers.CONTENT_TYPE, bytes(Headers.RFC822));
        record.headers().add(Headers.MESSAGE_ID, bytes(id));
        record.headers().add(Headers.MAIL_FROM, bytes(from));
        to.forEach(rcpt -> record.headers().add(Headers.RCPT_TO, bytes(rcpt)));
        if (account != null) {
            record.headers().add(Headers.ACCOUNT, bytes(account));
        }
        send(record);
    }

    /** A record, not waited for. */
    void quickly(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    /** The offset it got. */
    long send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All events of the message so far, oldest first. */
    List<MailEvent> events(String messageId) {
        List<MailEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : all(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS)) {
            MailEvent event = MailEvent.read(header(record, Headers.CE_TYPE), record.value());
            if (event.message().messageId().equals(messageId)) {
                events.add(event);
            }
        }
        return events;
    }

    List<MailEvent> awaitEvents(String messageId, Predicate<List<MailEvent>> enough) {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        List<MailEvent> events = events(messageId);
        while (!enough.test(events) && System.nanoTime() < end) {
            pause();
            events = events(messageId);
        }
        return events;
    }

    /** Returns when the message, which waits, was put back to wait so many times more. */
    void awaitLooks(String messageId, int n) {
        long enough = waits(messageId) + n;
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (waits(messageId) < enough && System.nanoTime() < end) {
            pause();
        }
        assertThat(waits(messageId)).as("times the mail was put back").isGreaterThanOrEqualTo(enough);
    }

    private long waits(String messageId) {
        return all("mail.retry.1s", "mail.retry.2s").stream()
                .filter(r -> messageId.equals(new String(r.key(), StandardCharsets.UTF_8)))
                .count();
    }

    List<ConsumerRecord<byte[], byte[]>> all(String... topics) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", KafkaResource.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                consumer.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        records.sort(java.util.Comparator.comparingLong(ConsumerRecord::timestamp));
        return records;
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
