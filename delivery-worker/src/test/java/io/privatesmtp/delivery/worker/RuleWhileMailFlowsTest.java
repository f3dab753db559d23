package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A rule that comes while mail of its domain is under way decides where that leaves, and costs none of it. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class RuleWhileMailFlowsTest {
    private static final int ROUNDS = 10;
    private static final int MAILS = 100;
    private static final String OWN = "127.0.0.13";

    private final Bus bus = new Bus();
    private final Provider provider = new Provider(bus);
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void mailThatNamesNoAccountIsNotRefusedForARuleThatComesBetween() {
        provider.shared();
        provider.source(OWN, SourceKind.PRIVATE, "late", null);
        provider.account("late", AccountState.OPEN);
        provider.settled();

        for (int round = 0; round < ROUNDS; round++) {
            String domain = run + "-" + round + ".test";
            for (int mail = 0; mail < MAILS; mail++) {
                submit(domain, mail);
                if (mail == MAILS / 2) {
                    bus.quickly(Topics.RULES, domain, rule(domain));
                }
            }
        }

        assertThat(awaitEnds()).isEqualTo(ROUNDS * MAILS);
        assertThat(ours(Topics.DEAD_LETTER))
                .extracting(record -> Bus.header(record, Headers.ERROR))
                .isEmpty();
        assertThat(ours(Topics.BOUNCE_EVENTS)).isEmpty();
    }

    private void submit(String domain, int mail) {
        String id = domain + "-" + mail;
        // One after the other, so that some are always on their way when the rule comes.
        bus.table(
                Topics.OUTBOUND,
                id,
                Map.of(
                        "id", id,
                        "envelope", Map.of("from", "news@" + domain, "to", List.of("r" + mail + "@rcpt.test")),
                        "content", Map.of("from", "news@" + domain, "text", "hello")));
    }

    private static RoutingRule rule(String domain) {
        return new RoutingRule(domain, "late", false, List.of(new WeightedSource(OWN, 1)), null, null, null, 1);
    }

    private long awaitEnds() {
        long ends = 0;
        for (int i = 0; i < 600 && ends < ROUNDS * MAILS; i++) {
            Bus.pause();
            ends = ours(Topics.DELIVERY_EVENTS, Topics.BOUNCE_EVENTS).stream()
                    .filter(record ->
                            List.of("mail.delivered", "mail.bounced").contains(Bus.header(record, Headers.CE_TYPE)))
                    .map(record -> Bus.header(record, Headers.CE_ID))
                    .distinct()
                    .count();
        }
        return ends;
    }

    private List<ConsumerRecord<byte[], byte[]>> ours(String... topics) {
        return bus.all(topics).stream()
                .filter(record -> record.key() != null && new String(record.key()).startsWith(run))
                .toList();
    }
}
