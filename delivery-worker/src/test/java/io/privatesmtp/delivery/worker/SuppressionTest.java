package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.Suppression;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recipients that are gone are not written to again, by the account that learnt it. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class SuppressionTest {
    private static final String MESSAGE = "From: a@free.test\r\nSubject: x\r\n\r\nhello\r\n";

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();
    private final String tag = id.substring(0, 8);

    @BeforeEach
    void accountsAndASharedAddress() {
        bus.table(
                Topics.SOURCES,
                "127.0.0.10",
                new SourceAddress(
                        "127.0.0.10", SourceKind.SHARED, null, "mail.test", null, SourceState.ACTIVE, null, null, 1));
        for (String account : List.of("acme", "other")) {
            bus.table(Topics.ACCOUNTS, account, new AccountEntry(account, AccountState.OPEN, null, null, 1));
        }
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void whoIsGoneIsNotWrittenToAgainByThatAccount() {
        String gone = "reject." + tag + "@rcpt.test";
        assertThat(bounced("acme", gone).category()).isEqualTo(Category.RECIPIENT_INVALID);

        Suppression row = row("acme/" + gone);
        MailEvent.Bounced again = bounced("acme", "Reject." + tag + "@RCPT.test");

        assertThat(row.category()).isEqualTo(Category.RECIPIENT_INVALID);
        assertThat(row.reply()).startsWith("550 5.1.1");
        assertThat(again.category()).isEqualTo(Category.SUPPRESSED);
        assertThat(again.error()).contains("suppression list of account \"acme\"");
        assertThat(again.dialogue().mx()).isNull();
        assertThat(again.message().attempt()).isZero();
        assertThat(bounced("other", gone).category()).isEqualTo(Category.RECIPIENT_INVALID);
        assertThat(bounced(null, gone).category()).isEqualTo(Category.RECIPIENT_INVALID);
        assertThat(row("_/" + gone).account()).isNull();
    }

    @Test
    void oneSuppressedRecipientDoesNotKeepTheOthers() {
        suppress("acme", "one." + tag + "@rcpt.test").statusCode(200);
        bus.raw(id, "acme", "a@free.test", List.of("one." + tag + "@rcpt.test", "two@rcpt.test"), MESSAGE);

        List<MailEvent> events = bus.awaitEvents(id, e -> e.size() == 2);

        assertThat(events)
                .filteredOn(MailEvent.Delivered.class::isInstance)
                .extracting(e -> e.message().recipient())
                .containsExactly("two@rcpt.test");
        assertThat(events)
                .filteredOn(MailEvent.Bounced.class::isInstance)
                .extracting(e -> ((MailEvent.Bounced) e).category())
                .containsExactly(Category.SUPPRESSED);
    }

    @Test
    void mailThatWaitsForARetryIsKeptBackToo() {
        String full = "full." + tag + "@rcpt.test";
        bus.raw(id, "acme", "a@free.test", List.of(full), MESSAGE);
        bus.awaitEvents(id, e -> !e.isEmpty());

        suppress("acme", full).statusCode(200);
        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(((MailEvent.Bounced) events.getLast()).category()).isEqualTo(Category.SUPPRESSED);
    }

    /** A worker may die between the suppression and the event of the bounce that caused it: the message is another's then. */
    @Test
    void aMessageIsNotKeptBackByItsOwnBounce() {
        String gone = "reject." + tag + "@rcpt.test";
        long offset = bus.send(waiting(id + "own", gone));
        bus.send(waiting(id + "next", gone));
        ProducerRecord<byte[], byte[]> row = new ProducerRecord<>(
                Topics.SUPPRESSIONS,
                Bus.bytes("acme/" + gone),
                Json.write(new Suppression("acme", gone, Category.RECIPIENT_INVALID, "550 5.1.1 gone", Instant.now())));
        row.headers().add("origin", Bus.bytes(Topics.OUTBOUND + "-0-" + offset));
        bus.send(row);

        MailEvent own = bus.awaitEvents(id + "own", e -> !e.isEmpty()).getLast();
        MailEvent next = bus.awaitEvents(id + "next", e -> !e.isEmpty()).getLast();

        assertThat(((MailEvent.Bounced) own).category()).isEqualTo(Category.RECIPIENT_INVALID);
        assertThat(own.message().attempt()).isEqualTo(1);
        assertThat(((MailEvent.Bounced) next).category()).isEqualTo(Category.SUPPRESSED);
    }

    private static ProducerRecord<byte[], byte[]> waiting(String id, String to) {
        String json = """
                {"id": "%s", "account": "acme", "envelope": {"from": "a@free.test", "to": ["%s"]}, "notBefore": "%s",
                 "content": {"from": "a@free.test", "subject": "x", "text": "hello"}}""".formatted(id, to, Instant.now().plusSeconds(4));
        return new ProducerRecord<>(Topics.OUTBOUND, 0, Bus.bytes(id), Bus.bytes(json));
    }

    @Test
    void neitherABlockNorAFullMailboxNorTheNullSenderCostsARecipient() {
        String blocked = "blocked." + tag + "@blocking.test";
        String full = "full." + tag + "@rcpt.test";
        String refusing = "reject." + tag + "@rcpt.test";
        bus.raw(id + "b", "acme", "a@free.test", List.of(blocked), MESSAGE);
        bus.raw(id + "f", "acme", "a@free.test", List.of(full), MESSAGE);
        bus.raw(id + "n", "acme", "", List.of(refusing), MESSAGE);
        for (String message : List.of(id + "b", id + "f", id + "n")) {
            bus.awaitEvents(message, e -> !e.isEmpty());
        }

        for (String recipient : List.of(blocked, full, refusing)) {
            operator().get("/v1/suppressions/acme/" + recipient).then().statusCode(404);
        }
    }

    @Test
    void aTombstoneLifts() {
        String address = "ann." + tag + "@rcpt.test";
        bus.table(Topics.SUPPRESSIONS, "acme/" + address, java.util.Map.of("account", "acme", "address", address));
        awaitStatus("acme/" + address, 200);
        assertThat(bounced("acme", address).category()).isEqualTo(Category.SUPPRESSED);

        bus.table(Topics.SUPPRESSIONS, "acme/" + address, null);
        awaitStatus("acme/" + address, 404);

        assertThat(sent("acme", address)).isInstanceOf(MailEvent.Delivered.class);
    }

    @Test
    void operatorsSuppressAndLiftOverRest() {
        String address = "bob+" + tag + "@rcpt.test";
        suppress("acme", "Bob+" + tag + "@RCPT.test").statusCode(200);
        String found =
                operator().get("/v1/suppressions/acme/" + address).jsonPath().getString("address");
        MailEvent kept = sent("acme", address);

        operator().delete("/v1/suppressions/acme/" + address).then().statusCode(204);

        assertThat(found).isEqualTo(address);
        assertThat(row("acme/" + address)).isNull();
        assertThat(kept).isInstanceOf(MailEvent.Bounced.class);
        assertThat(sent("acme", address)).isInstanceOf(MailEvent.Delivered.class);
        operator().delete("/v1/suppressions/acme/" + address).then().statusCode(404);
    }

    @Test
    void whatIsNoAddressOrNoAccountIsAProblem() {
        for (String path : List.of("acme/nobody", "ACME/ann@rcpt.test")) {
            operator().get("/v1/suppressions/" + path).then().statusCode(400).contentType("application/problem+json");
        }
        RestAssured.given().get("/v1/suppressions/acme/ann@rcpt.test").then().statusCode(401);
    }

    private io.restassured.response.ValidatableResponse suppress(String account, String address) {
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"reason\": \"asked for it\"}")
                .put("/v1/suppressions/" + account + "/" + address)
                .then();
    }

    private static void awaitStatus(String key, int status) {
        for (int i = 0; i < 100 && operator().get("/v1/suppressions/" + key).statusCode() != status; i++) {
            Bus.pause();
        }
        operator().get("/v1/suppressions/" + key).then().statusCode(status);
    }

    private static RequestSpecification operator() {
        return RestAssured.given().auth().preemptive().basic("operator", "secret");
    }

    private MailEvent.Bounced bounced(String account, String to) {
        return (MailEvent.Bounced) sent(account, to);
    }

    private MailEvent sent(String account, String to) {
        String message = UUID.randomUUID().toString();
        bus.raw(message, account, "a@free.test", List.of(to), MESSAGE);
        return bus.awaitEvents(message, e -> !e.isEmpty()).getFirst();
    }

    /** The last row under the key, null for a tombstone. */
    private Suppression row(String key) {
        return bus.all(Topics.SUPPRESSIONS).stream()
                .filter(r -> new String(r.key()).equals(key))
                .reduce((first, last) -> last)
                .map(r -> r.value() == null ? null : Json.read(r.value(), Suppression.class))
                .orElse(null);
    }
}
