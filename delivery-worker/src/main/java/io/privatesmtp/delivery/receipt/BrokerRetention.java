package io.privatesmtp.delivery.receipt;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Warns at start where the brokers forget too early: offsets that are forgotten before the mail is make it sent again, and
 * a retention is exact to a segment only.
 */
@ApplicationScoped
class BrokerRetention {
    private static final Logger LOG = Logger.getLogger(BrokerRetention.class);
    private static final Duration OFFSETS = Duration.ofDays(30);
    private static final Duration SEGMENT = Duration.ofHours(1);
    private static final long TIMEOUT_SECONDS = 20;

    private final Map<String, Object> kafka;
    private final ReceiptTopics receipts;

    BrokerRetention(@Identifier("default-kafka-broker") Map<String, Object> kafka, ReceiptTopics receipts) {
        this.kafka = kafka;
        this.receipts = receipts;
    }

    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 6) StartupEvent event) {
        List<String> mail = new ArrayList<>(receipts.topics());
        mail.add(Topics.OUTBOUND);
        mail.add(Topics.BULK);
        try {
            warnings(mail).forEach(LOG::warn);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the brokers' retention cannot be looked at: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<String> warnings(List<String> mailTopics) throws ExecutionException, InterruptedException, TimeoutException {
        try (AdminClient admin = AdminClient.create(kafka)) {
            List<ConfigResource> asked = new ArrayList<>();
            admin.describeCluster()
                    .nodes()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach(node -> asked.add(new ConfigResource(ConfigResource.Type.BROKER, node.idString())));
            mailTopics.forEach(topic -> asked.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
            Map<String, String> warnings = new TreeMap<>();
            admin.describeConfigs(asked)
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((of, config) -> {
                        String warning =
                                of.type() == ConfigResource.Type.BROKER ? offsets(of, config) : segments(of, config);
                        if (warning != null) {
                            warnings.put(of.name(), warning);
                        }
                    });
            return List.copyOf(warnings.values());
        }
    }

    private static @Nullable String offsets(ConfigResource broker, Config config) {
        Long minutes = number(config, "offsets.retention.minutes");
        return minutes == null || minutes >= OFFSETS.toMinutes()
                ? null
                : "broker " + broker.name() + ": offsets.retention.minutes is " + minutes + ", must be "
                        + OFFSETS.toMinutes() + " at least: offsets must outlive the longest outage of all workers";
    }

    private static @Nullable String segments(ConfigResource topic, Config config) {
        Long millis = number(config, "segment.ms");
        return millis == null || millis <= SEGMENT.toMillis()
                ? null
                : "topic " + topic.name() + ": segment.ms is " + millis + ", must be " + SEGMENT.toMillis()
                        + " at most: mail is kept longer than its retention otherwise";
    }

    private static @Nullable Long number(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? null : Long.valueOf(entry.value());
    }
}
