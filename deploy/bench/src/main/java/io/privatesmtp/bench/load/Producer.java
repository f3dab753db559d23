package io.privatesmtp.bench.load;

import io.privatesmtp.standalone.system.Failure;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Submits mail, as a careful producer does (acks=all), at full speed or at a pace. */
public final class Producer implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> kafka;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public Producer(String servers) {
        Map<String, Object> configuration = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L << 20,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                16 << 20);
        kafka = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns when the broker has all of them. */
    public void submit(Letters letters, int count) {
        for (int i = 0; i < count; i++) {
            send(letters);
        }
        flush();
    }

    /** The same, so many each second, evenly. */
    public void submit(Letters letters, int count, double perSecond) {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long wait = begin + (long) (i * 1e9 / perSecond) - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            send(letters);
        }
        flush();
    }

    private void send(Letters letters) {
        kafka.send(letters.write(), (metadata, e) -> {
            if (e != null) {
                failure.set(e);
            }
        });
    }

    private void flush() {
        kafka.flush();
        var failed = failure.get();
        if (failed != null) {
            throw new Failure("Kafka did not take a message: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
