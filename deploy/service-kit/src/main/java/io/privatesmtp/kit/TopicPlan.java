package io.privatesmtp.kit;

import io.privatesmtp.bus.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** Every topic with its retention: the table of the README in code. */
public final class TopicPlan {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    /** A retry record announces the events of up to 1,000 recipients in its headers. */
    private static final int HEADER_ROOM = 1024 * 1024;

    private static final String HOUR_MILLIS = "3600000";

    private TopicPlan() {}

    public static List<NewTopic> topics(TopicSettings settings, List<String> retryDelays) {
        List<NewTopic> plan = new ArrayList<>();
        List.of(Topics.OUTBOUND, Topics.BULK)
                .forEach(name -> plan.add(topic(name, settings, mail(WEEK, settings.maxRecordBytes()))));
        // What follows from a submission holds it whole, and headers of our own beside it.
        int withHeaders = settings.maxRecordBytes() + HEADER_ROOM;
        retryDelays.forEach(delay -> plan.add(topic(Topics.retry(delay), settings, mail(WEEK, withHeaders))));
        plan.add(topic(Topics.DEAD_LETTER, settings, mail(MONTH, withHeaders)));
        plan.add(topic(Topics.DELIVERY_EVENTS, settings, mail(MONTH, 1024 * 1024)));
        plan.add(topic(Topics.BOUNCE_EVENTS, settings, mail(MONTH, 1024 * 1024)));
        for (String table :
                List.of(Topics.SUPPRESSIONS, Topics.CONTROL, Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS)) {
            plan.add(topic(table, settings, Map.of("cleanup.policy", "compact", "segment.ms", HOUR_MILLIS)));
        }
        // Nobody asks for what was used before yesterday.
        plan.add(topic(
                Topics.USAGE,
                settings,
                Map.of("cleanup.policy", "compact,delete", "retention.ms", "259200000", "segment.ms", HOUR_MILLIS)));
        plan.add(topic(
                Topics.SEEN,
                settings,
                Map.of("cleanup.policy", "compact,delete", "retention.ms", "86400000", "segment.ms", HOUR_MILLIS)));
        // Rows are renewed every ten seconds, and what was not is worth nothing: what is read at a start stays small.
        plan.add(topic(
                Topics.PRESENCE,
                settings,
                Map.of(
                        "cleanup.policy",
                        "compact,delete",
                        "retention.ms",
                        HOUR_MILLIS,
                        "segment.ms",
                        "600000",
                        "message.timestamp.type",
                        "LogAppendTime")));
        plan.add(topic(Topics.PROVISIONING, settings, Map.of("retention.ms", "-1", "retention.bytes", "-1")));
        return plan;
    }

    private static NewTopic topic(String name, TopicSettings settings, Map<String, String> configs) {
        return new NewTopic(name, settings.partitions(), settings.replication()).configs(configs);
    }

    /** Hourly segments, so that retention is exact to the hour; the broker's clock, because delays count from it. */
    private static Map<String, String> mail(Duration kept, int maxBytes) {
        Map<String, String> configs = new HashMap<>();
        configs.put("retention.ms", Long.toString(kept.toMillis()));
        configs.put("segment.ms", HOUR_MILLIS);
        configs.put("max.message.bytes", Integer.toString(maxBytes));
        configs.put("message.timestamp.type", "LogAppendTime");
        return configs;
    }
}
