package io.privatesmtp.delivery.worker;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.Suppression;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;

/** Mail that waits on the bus before its worker starts, in front of the tables that say where it leaves from. */
public final class Backlog implements QuarkusTestResourceLifecycleManager {
    static final int MESSAGES = 50;
    static final String ID = UUID.randomUUID().toString();
    static final String GONE = "gone@rcpt.test";
    private static final int OTHER_ROWS = 5_000;

    /** After the broker. */
    @Override
    public int order() {
        return 10;
    }

    @Override
    public Map<String, String> start() {
        try (AdminClient admin = AdminClient.create(Map.of("bootstrap.servers", KafkaResource.bootstrapServers()));
                Bus bus = new Bus()) {
            for (String topic :
                    List.of(Topics.OUTBOUND, Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS, Topics.SUPPRESSIONS)) {
                if (!admin.listTopics().names().get().contains(topic)) {
                    admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
                            .all()
                            .get();
                }
            }
            String message = "From: a@waiting.test\r\nSubject: x\r\n\r\nhello\r\n";
            for (int i = 0; i < MESSAGES; i++) {
                bus.raw(ID + i, "waiting", "a@waiting.test", List.of("backlog" + i + "@rcpt.test"), message);
            }
            bus.raw(ID + "-gone", "waiting", "a@waiting.test", List.of(GONE), message);
            Stream.iterate(0, i -> i < OTHER_ROWS, i -> i + 1)
                    .forEach(i -> bus.quickly(Topics.RULES, "d" + i + ".test", rule("d" + i + ".test")));
            for (int i = 0; i < OTHER_ROWS; i++) {
                bus.quickly(
                        Topics.SUPPRESSIONS, "waiting/gone" + i + "@rcpt.test", suppression("gone" + i + "@rcpt.test"));
            }
            bus.table(Topics.SUPPRESSIONS, "waiting/" + GONE, suppression(GONE));
            bus.table(Topics.ACCOUNTS, "waiting", new AccountEntry("waiting", AccountState.OPEN, null, null, 1));
            bus.table(Topics.SOURCES, "127.0.0.10", source("127.0.0.10", SourceKind.SHARED, null));
            bus.table(Topics.SOURCES, "127.0.0.13", source("127.0.0.13", SourceKind.PRIVATE, "waiting"));
            bus.table(Topics.RULES, "waiting.test", rule("waiting.test"));
            return Map.of();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Suppression suppression(String address) {
        return new Suppression("waiting", address, Category.RECIPIENT_INVALID, null, Instant.EPOCH);
    }

    private static RoutingRule rule(String domain) {
        return new RoutingRule(
                domain, "waiting", false, List.of(new WeightedSource("127.0.0.13", 1)), null, null, null, 1);
    }

    private static SourceAddress source(String ip, SourceKind kind, String account) {
        return new SourceAddress(ip, kind, account, "mail.test", null, SourceState.ACTIVE, null, null, 1);
    }

    @Override
    public void stop() {}
}
