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
import io.privatesmtp.delivery.dkim.TestKeys;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail of a domain whose rule names a key, from the bus to a receiving host. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = MountedKeys.class, restrictToAnnotatedClass = true)
class SignedMailTest {
    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void tables() {
        bus.table(
                Topics.SOURCES,
                "127.0.0.14",
                new SourceAddress(
                        "127.0.0.14",
                        SourceKind.PRIVATE,
                        "signing",
                        "mail.test",
                        null,
                        SourceState.ACTIVE,
                        null,
                        null,
                        1));
        bus.table(Topics.ACCOUNTS, "signing", new AccountEntry("signing", AccountState.OPEN, null, null, 1));
        rule("signed.test", new DkimReference("s1", "signed-s1"));
        rule("late.test", new DkimReference("s1", "late-s1"));
        Awaitility.await()
                .until(() -> RestAssured.given()
                                .auth()
                                .preemptive()
                                .basic("operator", "secret")
                                .get("/v1/rules/late.test")
                                .statusCode()
                        == 200);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void arrivesWithASignatureThatItsReceiverVerifies() {
        bus.raw(id, "signing", "a@signed.test", List.of(id + "@rcpt.test"), message("signed.test"));

        MailEvent event = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(received())
                .singleElement()
                .matches(r -> Jdkim.verifies(
                        r.content(), Map.of("s1._domainkey.signed.test", TestKeys.record(TestKeys.RSA))));
    }

    @Test
    void waitsForItsKeyAndIsSignedWithItThen() {
        bus.raw(id, "signing", "a@late.test", List.of(id + "@rcpt.test"), message("late.test"));
        List<MailEvent> events = bus.awaitEvents(id, e -> !e.isEmpty());
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        MailEvent.Held.class,
                        held -> assertThat(held.holdReason()).isEqualTo(HoldReason.DKIM_KEY));
        assertThat(received()).isEmpty();

        TestKeys.write(MountedKeys.FOLDER, "late-s1", TestKeys.RSA);

        events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(events.getLast()).isInstanceOf(MailEvent.Delivered.class);
        assertThat(received())
                .singleElement()
                .matches(r ->
                        Jdkim.verifies(r.content(), Map.of("s1._domainkey.late.test", TestKeys.record(TestKeys.RSA))));
    }

    /** As large as a message may be by default: 25 MiB, one line of it 990 octets, some beginning with dots. */
    @Test
    void largestMessageArrivesIntactAndVerifies() {
        String start =
                "From: a@signed.test\r\nDate: Tue, 24 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@signed.test>\r\n\r\n"
                        + "x".repeat(990) + "\r\n";
        String line = "..0123456789 the quick brown fox jumps over the lazy dog\r\n";
        String message = start + line.repeat((25 * 1024 * 1024 - start.length()) / line.length());
        bus.raw(id, "signing", "a@signed.test", List.of(id + "@rcpt.test"), message);

        MailEvent event = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        byte[] content = received().getFirst().content();
        byte[] sent = message.getBytes(StandardCharsets.US_ASCII);
        assertThat(Arrays.equals(content, content.length - sent.length, content.length, sent, 0, sent.length))
                .isTrue();
        assertThat(Jdkim.verifies(content, Map.of("s1._domainkey.signed.test", TestKeys.record(TestKeys.RSA))))
                .isTrue();
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
                        domain, "signing", false, List.of(new WeightedSource("127.0.0.14", 1)), null, null, dkim, 1));
    }
}
