package io.privatesmtp.standalone.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.submission.Submission;
import io.privatesmtp.standalone.system.Failure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts submissions on the bus. */
public final class Submissions implements AutoCloseable {
    private static final int LARGEST_REQUEST_BYTES = 37 << 20;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String servers;

    public Submissions(String servers) {
        this.servers = servers;
        Map<String, Object> configuration = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                10_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                30_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                10_000,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * LARGEST_REQUEST_BYTES,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST_BYTES);
        producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A message exactly as it is; its id is the record's key, so that copies meet in one partition. */
    public static ProducerRecord<byte[], byte[]> raw(
            String topic, String id, @Nullable String account, String from, List<String> to, byte[] message) {
        var submission = new ProducerRecord<>(topic, id.getBytes(UTF_8), message);
        var headers = submission.headers();
        headers.add(Headers.CONTENT_TYPE, Headers.RFC822.getBytes(UTF_8));
        headers.add(Headers.MESSAGE_ID, id.getBytes(UTF_8));
        headers.add(Headers.MAIL_FROM, from.getBytes(UTF_8));
        to.forEach(recipient -> headers.add(Headers.RCPT_TO, recipient.getBytes(UTF_8)));
        if (account != null) {
            headers.add(Headers.ACCOUNT, account.getBytes(UTF_8));
        }
        return submission;
    }

    /** @param submission one that has an id */
    public static ProducerRecord<byte[], byte[]> json(String topic, Submission submission) {
        var id = Objects.requireNonNull(submission.id());
        return new ProducerRecord<>(topic, id.getBytes(UTF_8), Json.write(submission));
    }

    /** Returns once the broker has it. */
    public void submit(ProducerRecord<byte[], byte[]> submission) {
        try {
            producer.send(submission).get();
        } catch (ExecutionException e) {
            throw failure(submission, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    private Failure failure(ProducerRecord<byte[], byte[]> submission, ExecutionException e) {
        if (e.getCause() instanceof RecordTooLargeException) {
            return new Failure("The message has " + submission.value().length + " bytes, too many for the bus.", e);
        }
        return new Failure(
                "Kafka at " + servers + " did not take the message for " + submission.topic()
                        + " (is the system up? ./psr status tells): " + e.getMessage(),
                e);
    }
}
