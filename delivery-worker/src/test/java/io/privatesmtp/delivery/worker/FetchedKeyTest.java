package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.delivery.dkim.Jdkim;
import io.privatesmtp.delivery.dkim.KeyServer;
import io.privatesmtp.delivery.dkim.TestKeys;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail of a domain whose rule names a key that provisioning-service has. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = ProvisionedKey.class, restrictToAnnotatedClass = true)
class FetchedKeyTest {
    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void tables() {
        bus.table(
                Topics.SOURCES,
                "127.0.0.15",
                new SourceAddress(
                        "127.0.0.15",
                        SourceKind.PRIVATE,
                        "fetching",
                        "mail.test",
                        null,
                        SourceState.ACTIVE,
                        null,
                        null,
                        1));
        bus.table(Topics.ACCOUNTS, "fetching", new AccountEntry("fetching", AccountState.OPEN, null, null, 1));
        rule("fetched.test", new DkimReference("s1", "fetched-key"));
        rule("late-fetched.test", new DkimReference("s1", "late-key"));
        Awaitility.await()
                .until(() -> RestAssured.given()
                                .auth()
                                .preemptive()
                                .basic("operator", "secret")
                                .get("/v1/rules/late-fetched.test")
                                .statusCode()
                        == 200);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void arrivesWithASignatureThatItsReceiverVerifies() {
        ProvisionedKey.server.give("fetched-key", KeyServer.text(TestKeys.pem(TestKeys.RSA)));
        bus.raw(id, "fetching", "a@fetched.test", List.of(id + "@rcpt.test"), message("fetched.test"));

        MailEvent event = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal))
                .getLast();

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(received())
                .singleElement()
                .matches(r -> Jdkim.verifies(
                        r.content(), Map.of("s1._domainkey.fetched.test", TestKeys.record(TestKeys.RSA))));
    }

    @Test
    void waitsForItsKeyAndIsSignedWithItThen() {
        bus.raw(id, "fetching", "a@late-fetched.test", List.of(id + "@rcpt.test"), message("late-fetched.test"));
        List<MailEvent> events = bus.awaitEvents(id, e -> !e.isEmpty());
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        MailEvent.Held.class,
                        held -> assertThat(held.holdReason()).isEqualTo(HoldReason.DKIM_KEY));
        assertThat(received()).isEmpty();

        ProvisionedKey.server.give("late-key", KeyServer.text(TestKeys.pem(TestKeys.RSA)));

        events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(events.getLast()).isInstanceOf(MailEvent.Delivered.class);
        assertThat(received())
                .singleElement()
                .matches(r -> Jdkim.verifies(
                        r.content(), Map.of("s1._domainkey.late-fetched.test", TestKeys.record(TestKeys.RSA))));
    }

    private List<Received> received() {
        return SmallInternet.receiver.received().stream()
                .filter(r -> r.to().contains(id + "@rcpt.test"))
                .toList();
    }

    private static String message(String domain) {
        return "From: a@" + domain + "\r\nTo: b@rcpt.test\r\nSubject: x\r\n\r\nhello\r\n.dot\r\n";
    }

    private void rule(String domain, DkimReference dkim) {
        bus.table(
                Topics.RULES,
                domain,
                new RoutingRule(
                        domain, "fetching", false, List.of(new WeightedSource("127.0.0.15", 1)), null, null, dkim, 1));
    }
}
