package io.privatesmtp.kit;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Creates the topics that are missing, before any channel opens. */
@ApplicationScoped
public class TopicSetup {
    /** Before the channels of reactive messaging, which open at 50. */
    public static final int PRIORITY = 10;

    private static final Logger LOG = Logger.getLogger(TopicSetup.class);
    private static final long TIMEOUT_SECONDS = 60;

    private final Map<String, Object> kafka;
    private final TopicSettings settings;
    private final List<String> retryDelays;

    TopicSetup(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            TopicSettings settings,
            @ConfigProperty(name = "psr.retry.delays", defaultValue = "1m,5m,15m,1h,4h") List<String> retryDelays) {
        this.kafka = kafka;
        this.settings = settings;
        this.retryDelays = retryDelays;
    }

    void atStart(@Observes @Priority(PRIORITY) StartupEvent event) throws Exception {
        try (AdminClient admin = AdminClient.create(kafka)) {
            Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing = TopicPlan.topics(settings, retryDelays).stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            for (var created : admin.createTopics(missing).values().entrySet()) {
                settle(created.getKey(), created.getValue());
            }
        }
    }

    private static void settle(String topic, KafkaFuture<Void> created)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            LOG.infof("created topic %s", topic);
        } catch (ExecutionException e) {
            // Another service was faster.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
