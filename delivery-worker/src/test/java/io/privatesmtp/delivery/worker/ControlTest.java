package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlDirective.Directive;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operators suspend, cancel and resume mail, before its first attempt and while it waits for the next. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class ControlTest {
    private static final String MESSAGE = "From: a@free.test\r\nSubject: x\r\n\r\nhello\r\n";

    private final Bus bus = new Bus();
    private final Provider provider = new Provider(bus);
    private final String id = UUID.randomUUID().toString();
    private final String account = "a-" + id.substring(0, 8);
    private final String sender = "news@" + account + ".test";
    private final String recipient = account + "@rcpt.test";

    @BeforeEach
    void tables() {
        provider.shared();
        provider.account(account, AccountState.OPEN);
        provider.settled();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void suspendedMailWaitsWithOneEventUntilItIsResumed() {
        order("account:" + account, "suspend", null);
        send(recipient);
        List<MailEvent> held = bus.awaitEvents(id, e -> !e.isEmpty());
        awaitLooks(3);

        assertThat(((MailEvent.Held) held.getFirst()).holdReason()).isEqualTo(HoldReason.CONTROL);
        assertThat(bus.events(id)).hasSize(1);
        assertThat(Provider.received(recipient)).isEmpty();

        resume("account:" + account);
        assertThat(end()).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void suspendedMailGoesOnByItselfWhenTheTimeIsOver() {
        order("domain:" + account + ".test", "suspend", Instant.now().plusSeconds(4));
        send(recipient);

        assertThat(bus.awaitEvents(id, e -> !e.isEmpty()).getFirst()).isInstanceOf(MailEvent.Held.class);
        assertThat(end()).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void cancellingReachesMailThatWaitsForItsNextAttempt() {
        send("full." + recipient);
        bus.awaitEvents(id, e -> !e.isEmpty());
        order("message:" + account + "/" + id, "cancel", null);

        MailEvent.Bounced bounced = (MailEvent.Bounced) end();

        assertThat(bounced.category()).isEqualTo(Category.CANCELLED);
        assertThat(bounced.error()).contains("message:" + account + "/" + id, "\"operator\"", "\"a complaint\"");
        assertThat(bounced.message().attempt()).isPositive();
        assertThat(Provider.received("full." + recipient)).isEmpty();
    }

    @Test
    void cancellingReachesTheMailOfASuspendedAccount() {
        provider.account(account, AccountState.SUSPENDED);
        provider.settled();
        send(recipient);
        bus.awaitEvents(id, e -> !e.isEmpty());
        order("account:" + account, "cancel", null);

        assertThat(end()).isInstanceOf(MailEvent.Bounced.class);
    }

    @Test
    void aSuspendedSourceAddressHoldsItsMail() {
        order("source:" + Provider.SHARED, "suspend", null);
        send(recipient);
        MailEvent held = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();

        assertThat(((MailEvent.Held) held).holdReason()).isEqualTo(HoldReason.CONTROL);
        assertThat(held.dialogue().route().sourceIp()).isEqualTo(Provider.SHARED);

        resume("source:" + Provider.SHARED);
        assertThat(end()).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void rowsThatCannotBeReadChangeNothing() {
        order("account:" + account, "suspend", null);
        corrupt("account:" + account, "{\"directive\": \"cancel everything\"}");
        corrupt("account:*", "{\"directive\": \"cancel\"}");
        corrupt("", "{\"directive\": \"cancel\"}");
        order("domain:" + account + ".elsewhere.test", "suspend", null);
        send(recipient);

        assertThat(bus.awaitEvents(id, e -> !e.isEmpty()).getFirst()).isInstanceOf(MailEvent.Held.class);

        resume("account:" + account);
        assertThat(end()).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void aDirectiveOfAnyProducerIsFollowed() {
        bus.table(
                Topics.CONTROL,
                "account:" + account,
                new ControlDirective(Directive.CANCEL, null, null, Instant.now().plusSeconds(3_600)));
        awaitDirective("account:" + account);
        send(recipient);

        assertThat(((MailEvent.Bounced) end()).error()).isEqualTo("cancelled, as all mail of account:" + account);
    }

    @Test
    void whatStandsCanBeAskedAndEnds() {
        String scope = "message:" + account + "/a/b";
        Provider.operator()
                .body(Map.of("scope", scope, "directive", "suspend", "reason", "a complaint"))
                .post("/v1/control")
                .then()
                .statusCode(201)
                .body("scope", equalTo(scope), "actor", equalTo("operator"));
        Provider.operator().get("/v1/control").then().statusCode(200).body("scope", hasItem(scope));
        Provider.operator()
                .get("/v1/control/" + scope)
                .then()
                .statusCode(200)
                .body("directive", equalTo("suspend"), "reason", equalTo("a complaint"));

        resume(scope);
        Provider.operator().get("/v1/control/" + scope).then().statusCode(404);
        Provider.operator().delete("/v1/control/" + scope).then().statusCode(404);
    }

    @Test
    void anOrderThatCannotBeFollowedIsRefusedWithASentence() {
        refused("account:Acme", Map.of("directive", "suspend"), "scope", "scope \"Acme\": must be 1 to 40");
        refused("everything", Map.of("directive", "cancel"), "scope", "scope \"everything\": must be account:ID");
        refused("account:x", Map.of(), "directive", "directive: is required");
        refused("account:x", Map.of("directive", "delete"), "directive", "directive \"delete\": must be one of");
        refused("account:x", Map.of("directive", "suspend", "until", "tomorrow"), "until", "until \"tomorrow\"");
        refused(
                "account:x",
                Map.of("directive", "suspend", "until", "2020-01-01T00:00:00Z"),
                "until",
                "until \"2020-01-01T00:00:00Z\": must lie ahead");
        refused("account:x", Map.of("directive", "cancel", "reason", "a\r\nb"), "reason", "reason \"a??b\"");
    }

    private static void refused(String scope, Map<String, String> order, String field, String sentence) {
        Provider.operator()
                .body(order)
                .put("/v1/control/" + scope)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("field", equalTo(field), "detail", startsWith(sentence));
    }

    private void order(String scope, String directive, Instant until) {
        Map<String, String> order = until == null
                ? Map.of("directive", directive, "reason", "a complaint")
                : Map.of("directive", directive, "reason", "a complaint", "until", until.toString());
        Provider.operator().body(order).put("/v1/control/" + scope).then().statusCode(200);
    }

    private static void resume(String scope) {
        Provider.operator().delete("/v1/control/" + scope).then().statusCode(204);
    }

    private void corrupt(String key, String value) {
        bus.send(new ProducerRecord<>(Topics.CONTROL, Bus.bytes(key), Bus.bytes(value)));
    }

    private static void awaitDirective(String scope) {
        for (int i = 0;
                i < 100 && Provider.operator().get("/v1/control/" + scope).statusCode() != 200;
                i++) {
            Bus.pause();
        }
    }

    private void send(String to) {
        bus.raw(id, account, sender, List.of(to), MESSAGE);
    }

    private MailEvent end() {
        return bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal))
                .getLast();
    }

    /** Returns when the message waits for the n-th time. */
    private void awaitLooks(int n) {
        long end = System.nanoTime() + 30_000_000_000L;
        while (bus.all("mail.retry.1s", "mail.retry.2s").stream()
                                .filter(r -> id.equals(new String(r.key())))
                                .count()
                        < n
                && System.nanoTime() < end) {
            Bus.pause();
        }
    }
}
