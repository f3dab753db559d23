package io.privatesmtp.bench.world;

import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.load.Case.Signing;
import io.privatesmtp.bench.load.Letters;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.standalone.bus.TableRows;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The routing tables as routing-service would write them: an account, a domain and an address for every sender. */
final class Tables {
    private static final String SHARED = "127.0.1.1";

    private Tables() {}

    static void write(String servers, Case mail) {
        Map<String, Object> configuration = Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 5);
        try (var bus = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
            bus.send(TableRows.source(SHARED, SourceKind.SHARED, null));
            for (int i = 0; i < Case.SENDERS; i++) {
                var entry = new AccountEntry(account(i), AccountState.OPEN, null, null, 1);
                bus.send(TableRows.row(Topics.ACCOUNTS, entry.account(), entry));
                bus.send(TableRows.source(Senders.address(i), SourceKind.PRIVATE, account(i)));
                bus.send(rule(Letters.sender(i), i, dkim(mail.signing())));
            }
            for (int i = Case.SENDERS; i < mail.sources(); i++) {
                bus.send(TableRows.source(Senders.address(i), SourceKind.PRIVATE, account(i % Case.SENDERS)));
            }
            for (int i = Case.SENDERS; i < mail.rules(); i++) {
                bus.send(rule("customer-" + i + ".test", i % Case.SENDERS, null));
            }
        }
    }

    private static String account(int number) {
        return "account-" + number;
    }

    private static ProducerRecord<byte[], byte[]> rule(String domain, int account, @Nullable DkimReference dkim) {
        var sources = List.of(new WeightedSource(Senders.address(account), 1));
        var rule = new RoutingRule(domain, account(account), false, sources, null, null, dkim, 1);
        return TableRows.row(Topics.RULES, domain, rule);
    }

    private static @Nullable DkimReference dkim(Signing signing) {
        return signing == Signing.OFF ? null : new DkimReference("s1", Keys.NAME);
    }
}
