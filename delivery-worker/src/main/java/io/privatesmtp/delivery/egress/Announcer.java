package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.EgressPresence;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other workers which addresses this host has, every ten seconds and at once when that changes. A row that the
 * broker does not take in time is given up, since the next says it better: nothing here may wait behind an outage.
 */
final class Announcer implements LocalAddresses.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Announcer.class);
    private static final int RENEW_SECONDS = 10;
    private static final int GIVE_UP_MILLIS = 8_000;

    private final String worker;
    private final @Nullable String door;
    private final Supplier<Set<String>> present;
    private final Clock clock;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-presence-announcer").daemon().factory());

    /** @param door null where this worker has none; @param present the addresses that this host has now */
    Announcer(
            Map<String, Object> kafka,
            String worker,
            @Nullable String door,
            Supplier<Set<String>> present,
            Clock clock) {
        this.worker = worker;
        this.door = door;
        this.present = present;
        this.clock = clock;
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "psr-presence-announcer");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // In order without idempotence: a producer that cannot fail for good.
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, GIVE_UP_MILLIS / 2);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, GIVE_UP_MILLIS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, GIVE_UP_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Announcer start() {
        thread.scheduleWithFixedDelay(
                () -> present.get().forEach(this::announce), RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public void appeared(String ip) {
        later(() -> announce(ip));
    }

    @Override
    public void lost(String ip) {
        later(() -> withdraw(ip));
    }

    private void later(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the worker stops");
        }
    }

    private void announce(String ip) {
        // It may have been lost since this was queued.
        if (present.get().contains(ip)) {
            write(ip, Json.write(new EgressPresence(ip, worker, door, clock.instant())));
        }
    }

    private void withdraw(String ip) {
        if (!present.get().contains(ip)) {
            write(ip, null);
        }
    }

    private void write(String ip, byte @Nullable [] value) {
        byte[] key = (ip + "/" + worker).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(Topics.PRESENCE, key, value), (metadata, failure) -> {
                if (failure != null) {
                    LOG.warnf("the presence of %s was not announced: %s", ip, failure.getMessage());
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf("the presence of %s was not announced: %s", ip, e.getMessage());
        }
    }

    /** Takes everything back, so that nobody dials a door that closes. */
    @Override
    public void close() {
        later(() -> present.get().forEach(ip -> write(ip, null)));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(GIVE_UP_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofMillis(GIVE_UP_MILLIS));
    }
}
