package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.embedded.KafkaResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class ReceiptTopicsTest {
    private static final Map<String, Object> KAFKA = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());

    @Test
    void aTopicThatTheBrokerLearnsOfLaterIsWaitedFor() throws Exception {
        try (AdminClient admin = AdminClient.create(KAFKA)) {
            for (String topic : List.of("mail.delivery-events", "mail.bounce-events", "mail.dead-letter")) {
                if (!admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(topic)) {
                    admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
                            .all()
                            .get(20, TimeUnit.SECONDS);
                }
            }
            var topics = new ReceiptTopics(KAFKA, List.of("61m"));
            var looking = Thread.ofPlatform().start(topics::look);
            TimeUnit.MILLISECONDS.sleep(500);

            admin.createTopics(List.of(new NewTopic(Topics.retry("61m"), 2, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);

            assertThat(looking.join(Duration.ofSeconds(20))).isTrue();
            assertThat(topics.partition(Topics.retry("61m"), 3)).isEqualTo(1);
        }
    }
}
