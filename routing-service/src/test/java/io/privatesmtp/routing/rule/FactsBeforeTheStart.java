package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.kit.CloudEventHeaders;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A log that is there before the service: an address and a domain that went from one account to another. */
public final class FactsBeforeTheStart implements QuarkusTestResourceLifecycleManager {
    static final String MOVED = "moved.example";
    static final String KEPT = "kept.example";
    static final String GONE = "left.example";
    private static final String IP = "203.0.113.77";

    private static final List<Fact> LOG = List.of(
            Facts.account(FactType.ACCOUNT_OPENED, 701, "first"),
            Facts.account(FactType.ACCOUNT_OPENED, 702, "second"),
            Facts.source(FactType.SOURCE_IP_ALLOCATED, 703, "first", IP, SourceKind.PRIVATE),
            Facts.approved(704, "first", "r704", IP, MOVED, KEPT),
            Facts.approved(705, "first", "r705", IP, GONE),
            Facts.withdrawn(706, "first", "r704", IP, MOVED, KEPT),
            Facts.approved(707, "first", "r707", IP, KEPT),
            Facts.withdrawn(708, "first", "r705", IP, GONE),
            Facts.approved(709, "second", "r709", "203.0.113.78", MOVED),
            Facts.account(FactType.ACCOUNT_SUSPENDED, 710, "second"));

    @Override
    public Map<String, String> start() {
        Map<String, Object> kafka = Map.of("bootstrap.servers", KafkaResource.bootstrapServers());
        try (AdminClient admin = AdminClient.create(kafka);
                var producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
            create(admin);
            for (Fact fact : LOG) {
                var change = fact.event().change();
                producer.send(new ProducerRecord<>(
                                Topics.PROVISIONING,
                                null,
                                String.valueOf(change.account()).getBytes(StandardCharsets.UTF_8),
                                Json.write(fact.event()),
                                CloudEventHeaders.of(fact.type().type(), "before", "/test", change.at())))
                        .get();
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot write the log", e);
        }
        return Map.of();
    }

    @Override
    public void stop() {}

    private static void create(AdminClient admin) throws ExecutionException, InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(Topics.PROVISIONING, 4, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            // Tests of a running service may have been first.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
