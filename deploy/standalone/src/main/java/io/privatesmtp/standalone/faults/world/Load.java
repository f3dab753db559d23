package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.standalone.faults.evidence.Ledger;
import io.privatesmtp.standalone.system.Parallel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer that submits mail, and notes in the ledger what the broker acknowledged. It outlasts the broker's absence. */
public final class Load implements AutoCloseable {
    private static final int MINUTES_10 = 600_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Ledger ledger;

    /** @param largestRequest in bytes; there is memory for two of them */
    Load(String servers, Ledger ledger, int largestRequest) {
        this.ledger = ledger;
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                servers,
                "acks",
                "all",
                "linger.ms",
                2,
                "reconnect.backoff.max.ms",
                1_000,
                "max.block.ms",
                MINUTES_10,
                "delivery.timeout.ms",
                MINUTES_10,
                "max.request.size",
                largestRequest,
                "buffer.memory",
                2L * largestRequest);
        producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Returns when there is room for it, mostly at once. */
    public void submit(Letter letter) {
        producer.send(letter.submission(), (metadata, failure) -> {
            if (failure == null) {
                letter.mails().forEach(ledger::submitted);
            } else {
                ledger.notAcknowledged();
            }
        });
    }

    public void submit(int count, Supplier<Letter> letters) {
        for (int i = 0; i < count; i++) {
            submit(letters.get());
        }
    }

    /** Returns when the broker has answered for all that was submitted. */
    public void flush() {
        producer.flush();
    }

    /** Submits at a fixed rate until it is closed. */
    public Steady steady(int perSecond, Supplier<Letter> letters) {
        return new Steady(Duration.ofSeconds(1).dividedBy(perSecond), letters);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }

    /** A flow of mail. */
    public final class Steady implements AutoCloseable {
        private final CompletableFuture<Void> work;
        private volatile boolean closed;

        private Steady(Duration pace, Supplier<Letter> letters) {
            work = CompletableFuture.runAsync(
                    () -> run(pace, letters),
                    task -> Thread.ofPlatform().daemon().name("load").start(task));
        }

        private void run(Duration pace, Supplier<Letter> letters) {
            long next = System.nanoTime();
            while (!closed) {
                submit(letters.get());
                next += pace.toNanos();
                long wait = next - System.nanoTime();
                if (wait > 0) {
                    LockSupport.parkNanos(wait);
                }
            }
        }

        /** Returns when the broker has answered for all of it. */
        @Override
        public void close() {
            closed = true;
            while (!work.isDone()) {
                Parallel.pause(Duration.ofMillis(10));
            }
            work.join();
            flush();
        }
    }
}
