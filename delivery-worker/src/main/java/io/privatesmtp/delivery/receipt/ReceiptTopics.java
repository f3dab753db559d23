package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The topics that receipts stand in: how many partitions each has, and how far they had grown when last looked at. The
 * look is renewed every 30 seconds; it may be old, but never younger than it says.
 */
@ApplicationScoped
public class ReceiptTopics {
    private static final Logger LOG = Logger.getLogger(ReceiptTopics.class);
    private static final int RENEW_SECONDS = 30;
    private static final int TIMEOUT_SECONDS = 30;
    private static final int UNKNOWN_MILLIS = 100;

    private final AdminClient admin;
    private final List<String> topics;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-receipt-positions").daemon().factory());
    private volatile Map<TopicPartition, Long> ends = Map.of();
    private volatile Map<String, Integer> partitions = Map.of();
    private volatile Map<Integer, ReceiptPositions> looked = new ConcurrentHashMap<>();

    ReceiptTopics(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "psr.retry.delays", defaultValue = "1m,5m,15m,1h,4h") List<String> delays) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "psr-receipt-positions");
        this.admin = AdminClient.create(settings);
        List<String> all = new ArrayList<>(List.of(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS, Topics.DEAD_LETTER));
        delays.forEach(delay -> all.add(Topics.retry(delay)));
        this.topics = List.copyOf(all);
    }

    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 5) StartupEvent event) {
        look();
        renewals.scheduleWithFixedDelay(this::renew, RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
    }

    void atStop(@Observes ShutdownEvent event) {
        renewals.shutdownNow();
        admin.close(Duration.ZERO);
    }

    List<String> topics() {
        return topics;
    }

    /** The partition of {@code topic} that what follows from a record of partition {@code consumed} is written to. */
    public int partition(String topic, int consumed) {
        Integer count = partitions.get(topic);
        return count == null ? consumed : consumed % count;
    }

    /** The last look, for one consumed partition. */
    ReceiptPositions positions(int consumed) {
        return looked.computeIfAbsent(consumed, this::fromLook);
    }

    private ReceiptPositions fromLook(int consumed) {
        Map<TopicPartition, Long> look = ends;
        Map<String, Long> positions = new HashMap<>();
        for (String topic : topics) {
            Long end = look.get(new TopicPartition(topic, partition(topic, consumed)));
            positions.put(topic, end == null ? 0 : end);
        }
        return new ReceiptPositions(positions);
    }

    private void renew() {
        try {
            look();
        } catch (RuntimeException e) {
            // The old look stays right, a takeover only reads more.
            LOG.warnf("receipt positions are not renewed: %s", e.getMessage());
        }
    }

    /** A topic that was made a moment ago may not be known to every broker yet: it is waited for. */
    void look() {
        long begin = System.nanoTime();
        try {
            while (!lookOnce(System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS))) {
                TimeUnit.MILLISECONDS.sleep(UNKNOWN_MILLIS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("receipt topics cannot be looked at: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where a topic is not known, unless it is the last try. */
    private boolean lookOnce(boolean last) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            lookNow();
            return true;
        } catch (ExecutionException e) {
            if (last || !(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
            return false;
        }
    }

    private void lookNow() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .forEach((topic, of) -> {
                    counts.put(topic, of.partitions().size());
                    of.partitions()
                            .forEach(p -> all.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
                });
        Map<TopicPartition, Long> seen = new HashMap<>();
        admin.listOffsets(all)
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, end) -> seen.put(partition, end.offset()));
        partitions = counts;
        ends = seen;
        looked = new ConcurrentHashMap<>();
    }
}
