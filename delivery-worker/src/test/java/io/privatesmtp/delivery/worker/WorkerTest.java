package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.LocalPartPolicy;
import io.privatesmtp.internet.Received;
import io.privatesmtp.internet.ReceivingHost;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole worker, between a real broker and a receiving host. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class WorkerTest {
    private static final String MESSAGE = "From: a@acme.test\r\nTo: b@rcpt.test\r\nSubject: x\r\n\r\nhello\r\n.dot\r\n";

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void rules() {
        source("127.0.0.10", SourceKind.SHARED, null);
        source("127.0.0.11", SourceKind.PRIVATE, "acme");
        source("203.0.113.9", SourceKind.PRIVATE, "acme");
        account("acme");
        account("other");
        rule("acme.test", "127.0.0.11", WhenUnusable.HOLD);
        rule("held.test", "203.0.113.9", WhenUnusable.HOLD);
        rule("fail.test", "203.0.113.9", WhenUnusable.FAIL);
        rule("fallback.test", "203.0.113.9", WhenUnusable.SHARED);
        awaitRule("fallback.test");
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void mailUnderARuleLeavesFromItsAddress() {
        bus.raw(id, "acme", "bounces@acme.test", List.of("ann@rcpt.test"), MESSAGE);

        MailEvent event = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.dialogue().boundAddress()).isEqualTo("127.0.0.11");
        assertThat(event.dialogue().route().reason()).isEqualTo(RouteReason.PRIVATE);
        assertThat(event.dialogue().route().rule()).isEqualTo("acme.test");
        assertThat(received("ann@rcpt.test")).allSatisfy(r -> {
            assertThat(r.peerIp()).isEqualTo("127.0.0.11");
            assertThat(new String(r.content())).endsWith("\r\n\r\nhello\r\n.dot\r\n");
        });
    }

    @Test
    void mailWithoutARuleLeavesFromTheSharedAddress() {
        bus.json(id, submission("news@nobody.test", "bob@rcpt.test", "news@nobody.test"));

        MailEvent event = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.dialogue().boundAddress()).isEqualTo("127.0.0.10");
        assertThat(event.dialogue().route().reason()).isEqualTo(RouteReason.SHARED);
    }

    @Test
    void aDomainUnderAnotherAccountsRuleIsRefused() {
        bus.raw(id, "other", "spoof@acme.test", List.of("carl@rcpt.test"), MESSAGE);

        MailEvent event = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();

        assertThat(((MailEvent.Bounced) event).category()).isEqualTo(Category.REJECTED);
        assertThat(deadLetter()).isEqualTo("domain-not-owned");
        assertThat(received("carl@rcpt.test")).isEmpty();
    }

    @Test
    void whenNoAddressOfTheRuleIsUsableTheRuleDecides() {
        bus.raw(id + "h", "acme", "a@held.test", List.of("h@rcpt.test"), MESSAGE);
        bus.raw(id + "f", "acme", "a@fail.test", List.of("f@rcpt.test"), MESSAGE);
        bus.raw(id + "s", "acme", "a@fallback.test", List.of("s@rcpt.test"), MESSAGE);

        MailEvent held = bus.awaitEvents(id + "h", e -> !e.isEmpty()).getFirst();
        MailEvent failed = bus.awaitEvents(id + "f", e -> !e.isEmpty()).getFirst();
        MailEvent shared = bus.awaitEvents(id + "s", e -> !e.isEmpty()).getFirst();

        assertThat(((MailEvent.Held) held).holdReason()).isEqualTo(HoldReason.SOURCE_UNUSABLE);
        assertThat(failed).isInstanceOf(MailEvent.Bounced.class);
        assertThat(shared.dialogue().boundAddress()).isEqualTo("127.0.0.10");
        assertThat(shared.dialogue().route().reason()).isEqualTo(RouteReason.FALLBACK);
        assertThat(received("h@rcpt.test")).isEmpty();
        assertThat(received("f@rcpt.test")).isEmpty();
    }

    @Test
    void greylistedMailIsDeferredAndDeliveredFromTheSameAddress() {
        bus.raw(id, "acme", "a@acme.test", List.of("greylist@rcpt.test"), MESSAGE);

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOf(MailEvent.Deferred.class);
        assertThat(events.get(1)).isInstanceOf(MailEvent.Delivered.class);
        assertThat(events.get(1).message().attempt()).isEqualTo(2);
        assertThat(events)
                .allSatisfy(e -> assertThat(e.dialogue().boundAddress()).isEqualTo("127.0.0.11"));
    }

    @Test
    void waitingMailStaysItsAccountsWhenItsDomainChangesHands() {
        rule("moving.test", "127.0.0.11", WhenUnusable.HOLD);
        awaitRule("moving.test");
        bus.raw(id, null, "a@moving.test", List.of("greylist.moving@rcpt.test"), MESSAGE);
        bus.awaitEvents(id, e -> !e.isEmpty());

        bus.table(
                Topics.RULES,
                "moving.test",
                new RoutingRule(
                        "moving.test",
                        "other",
                        false,
                        List.of(new WeightedSource("127.0.0.12", 1)),
                        null,
                        null,
                        null,
                        2));
        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events).extracting(e -> e.message().account()).containsOnly("acme");
        assertThat(events.getLast()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(received("greylist.moving@rcpt.test")).isEmpty();
    }

    @Test
    void eachRecipientHasItsOwnOutcome() {
        bus.raw(id, "acme", "a@acme.test", List.of("good@rcpt.test", "reject@rcpt.test", "not an address"), MESSAGE);

        List<MailEvent> events =
                bus.awaitEvents(id, e -> e.stream().filter(MailEvent::terminal).count() == 3);

        assertThat(events).hasSize(3);
        assertThat(events)
                .filteredOn(MailEvent.Delivered.class::isInstance)
                .extracting(e -> e.message().recipient())
                .containsExactly("good@rcpt.test");
        assertThat(events)
                .filteredOn(MailEvent.Bounced.class::isInstance)
                .extracting(e -> e.message().recipient())
                .containsExactlyInAnyOrder("reject@rcpt.test", "not an address");
    }

    /** The rule is that of the sender as submitted, whatever the return path says. */
    @Test
    void returnPathsNameTheirRecipientsWhereTheyShall() {
        rule("verp.test", "127.0.0.11", WhenUnusable.HOLD);
        awaitRule("verp.test");
        bus.raw(id, "acme", "news@verp.test", List.of("v1@rcpt.test", "v2@rcpt.test"), MESSAGE);

        List<MailEvent> events = bus.awaitEvents(id, e -> e.size() == 2);

        assertThat(events).extracting(e -> e.message().sender()).containsOnly("news@verp.test");
        assertThat(events)
                .allSatisfy(e -> assertThat(e.dialogue().boundAddress()).isEqualTo("127.0.0.11"));
        assertThat(received("v1@rcpt.test")).extracting(Received::from).containsExactly("news+v1=rcpt.test@verp.test");
        assertThat(received("v2@rcpt.test")).extracting(Received::from).containsExactly("news+v2=rcpt.test@verp.test");
    }

    /** RFC 5321 section 3.8: after 421 the server closes; who comes after that recipient would never be asked for. */
    @Test
    void aRecipientWhoEndsTheSessionDoesNotKeepTheOthers() {
        try (ReceivingHost host = ReceivingHost.on("127.0.0.22", SmallInternet.receiver.port())
                .policy(new LocalPartPolicy())
                .start()) {
            SmallInternet.names.mx("ends.test", 10, "mx.ends.test").a("mx.ends.test", "127.0.0.22");
            bus.raw(id, "acme", "a@acme.test", List.of("busy@ends.test", "ann@ends.test", "bob@ends.test"), MESSAGE);

            bus.awaitEvents(
                    id,
                    e -> e.stream()
                                    .filter(MailEvent.Delivered.class::isInstance)
                                    .count()
                            == 2);

            assertThat(host.received())
                    .flatExtracting(Received::to)
                    .containsExactlyInAnyOrder("ann@ends.test", "bob@ends.test");
        }
    }

    @Test
    void whatIsNoSubmissionIsADeadLetterWithASentence() {
        bus.json(id, "{\"envelope\": {\"from\": \"a@acme.test\", \"to\": [\"x@rcpt.test\"]}}");

        long deadline = System.nanoTime() + 20_000_000_000L;
        while (deadLetter() == null && System.nanoTime() < deadline) {
            Bus.pause();
        }

        assertThat(deadLetter()).isEqualTo("schema");
    }

    private String deadLetter() {
        return bus.all(Topics.DEAD_LETTER).stream()
                .filter(r -> r.key() != null && new String(r.key()).equals(id))
                .map(r -> Bus.header(r, Headers.ERROR_CODE))
                .findFirst()
                .orElse(null);
    }

    private String submission(String from, String to, String header) {
        return """
                {"id": "%s", "envelope": {"from": "%s", "to": ["%s"]},
                 "content": {"from": "%s", "subject": "Grüße", "text": "hello"}}""".formatted(id, from, to, header);
    }

    private static List<Received> received(String recipient) {
        return SmallInternet.receiver.received().stream()
                .filter(r -> r.to().contains(recipient))
                .toList();
    }

    private void source(String ip, SourceKind kind, String account) {
        bus.table(
                Topics.SOURCES,
                ip,
                new SourceAddress(ip, kind, account, "mail.test", null, SourceState.ACTIVE, null, null, 1));
    }

    private void account(String name) {
        bus.table(Topics.ACCOUNTS, name, new AccountEntry(name, AccountState.OPEN, null, null, 1));
    }

    private void rule(String domain, String ip, WhenUnusable whenUnusable) {
        bus.table(
                Topics.RULES,
                domain,
                new RoutingRule(
                        domain, "acme", false, List.of(new WeightedSource(ip, 1)), whenUnusable, null, null, 1));
    }

    private static void awaitRule(String domain) {
        int status = 0;
        for (int i = 0; i < 200 && status != 200; i++) {
            status = RestAssured.given()
                    .auth()
                    .preemptive()
                    .basic("operator", "secret")
                    .get("/v1/rules/" + domain)
                    .statusCode();
            Bus.pause();
        }
        assertThat(status).as("the worker knows the rule of %s", domain).isEqualTo(200);
    }
}
