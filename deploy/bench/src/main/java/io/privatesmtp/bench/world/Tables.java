package io.privatesmtp.bench.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Case.Signing;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.standalone.bus.Submissions;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The routing tables as routing-service would write them: an account, a domain and an address for every sender. */
final class Tables {
    static final List<String> TOPICS = List.of(Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS);

    private static final String SHARED = "127.0.1.1";
    private static final int FIRST = 11;

    private Tables() {}

    static void write(String servers, Signing signing) {
        try (var bus = new Submissions(servers)) {
            bus.submit(row(Topics.SOURCES, SHARED, source(SHARED, SourceKind.SHARED, null)));
            for (int i = 0; i < Case.SENDERS; i++) {
                var account = "account-" + i;
                var ip = address(i);
                bus.submit(row(Topics.ACCOUNTS, account, new AccountEntry(account, AccountState.OPEN, null, null, 1)));
                bus.submit(row(Topics.SOURCES, ip, source(ip, SourceKind.PRIVATE, account)));
                var rule = new RoutingRule(
                        Letters.sender(i),
                        account,
                        false,
                        List.of(new WeightedSource(ip, 1)),
                        null,
                        null,
                        dkim(signing),
                        1);
                bus.submit(row(Topics.RULES, rule.domain(), rule));
            }
        }
    }

    /** Where mail of this sender leaves. */
    static String address(int sender) {
        return "127.0.1." + (FIRST + sender);
    }

    private static @Nullable DkimReference dkim(Signing signing) {
        return signing == Signing.OFF ? null : new DkimReference("s1", Keys.NAME);
    }

    private static SourceAddress source(String ip, SourceKind kind, @Nullable String account) {
        return new SourceAddress(ip, kind, account, "out.provider.test", null, SourceState.ACTIVE, null, null, 1);
    }

    private static ProducerRecord<byte[], byte[]> row(String topic, String key, Object value) {
        return new ProducerRecord<>(topic, key.getBytes(UTF_8), Json.write(value));
    }
}
