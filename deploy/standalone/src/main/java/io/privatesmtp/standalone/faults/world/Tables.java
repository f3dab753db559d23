package io.privatesmtp.standalone.faults.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.standalone.bus.Submissions;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The three tables as routing-service would write them: one account, its domain and address, and a shared address. */
final class Tables {
    static final List<String> TOPICS = List.of(Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS);

    private Tables() {}

    static void write(String servers) {
        try (var bus = new Submissions(servers)) {
            var account = new AccountEntry(Letters.OWNER, AccountState.OPEN, null, null, 1);
            var only = List.of(new WeightedSource(Letters.PRIVATE, 1));
            var rule = new RoutingRule(Letters.OWNER_DOMAIN, Letters.OWNER, false, only, null, null, null, 1);
            bus.submit(row(Topics.ACCOUNTS, Letters.OWNER, account));
            bus.submit(row(Topics.SOURCES, Letters.SHARED, source(Letters.SHARED, SourceKind.SHARED, null)));
            bus.submit(
                    row(Topics.SOURCES, Letters.PRIVATE, source(Letters.PRIVATE, SourceKind.PRIVATE, Letters.OWNER)));
            bus.submit(row(Topics.RULES, Letters.OWNER_DOMAIN, rule));
        }
    }

    private static SourceAddress source(String ip, SourceKind kind, @Nullable String account) {
        return new SourceAddress(ip, kind, account, "out.provider.test", null, SourceState.ACTIVE, null, null, 1);
    }

    private static ProducerRecord<byte[], byte[]> row(String topic, String key, Object value) {
        return new ProducerRecord<>(topic, key.getBytes(UTF_8), Json.write(value));
    }
}
