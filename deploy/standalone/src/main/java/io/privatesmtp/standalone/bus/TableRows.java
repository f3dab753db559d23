package io.privatesmtp.standalone.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** Rows of the three tables as routing-service would write them, for systems that do without it. */
public final class TableRows {
    private static final List<String> TOPICS = List.of(Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS);

    private TableRows() {}

    /** A worker reads the tables before it starts, so they must be there before it. */
    public static KafkaFuture<Void> createTopics(Admin admin) {
        return admin.createTopics(TOPICS.stream()
                        .map(name -> new NewTopic(name, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")))
                        .toList())
                .all();
    }

    /** An address in use. */
    public static ProducerRecord<byte[], byte[]> source(String ip, SourceKind kind, @Nullable String account) {
        return row(
                Topics.SOURCES,
                ip,
                new SourceAddress(ip, kind, account, "out.provider.test", null, SourceState.ACTIVE, null, null, 1));
    }

    public static ProducerRecord<byte[], byte[]> row(String topic, String key, Object value) {
        return new ProducerRecord<>(topic, key.getBytes(UTF_8), Json.write(value));
    }
}
