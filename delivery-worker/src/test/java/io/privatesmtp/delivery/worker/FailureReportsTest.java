package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who asks for it is told by mail that his mail failed. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class FailureReportsTest {
    private static final String MESSAGE = "From: a@free.test\r\nSubject: x\r\n\r\nhello\r\n";

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();
    private final String sender = "ann." + id.substring(0, 8) + "@rcpt.test";

    @BeforeEach
    void accountsAndASharedAddress() {
        bus.table(
                Topics.SOURCES,
                "127.0.0.10",
                new SourceAddress(
                        "127.0.0.10", SourceKind.SHARED, null, "mail.test", null, SourceState.ACTIVE, null, null, 1));
        bus.table(Topics.ACCOUNTS, "acme", new AccountEntry("acme", AccountState.OPEN, null, null, 1));
        bus.table(Topics.ACCOUNTS, "told", new AccountEntry("told", AccountState.OPEN, null, OnFailure.DSN, 1));
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void theSenderWhoAskedGetsOneReportOfAllThatFailedTogether() {
        submit("acme", sender, "dsn", "reject.1@rcpt.test", "reject.2@rcpt.test", "fine@rcpt.test");

        Received report = awaitReport();

        String text = new String(report.content(), StandardCharsets.US_ASCII);
        assertThat(report.from()).isEmpty();
        assertThat(report.peerIp()).isEqualTo("127.0.0.10");
        assertThat(text)
                .contains("multipart/report")
                .contains("mailer-daemon@mail.test")
                .contains("Final-Recipient: rfc822; reject.1@rcpt.test")
                .contains("Final-Recipient: rfc822; reject.2@rcpt.test")
                .doesNotContain("fine@rcpt.test")
                .doesNotContain("hello");
        assertThat(reports()).hasSize(1);
    }

    @Test
    void anAccountMayAskForAllItsMail() {
        submit("told", sender, null, "reject.3@rcpt.test");

        assertThat(awaitReport().from()).isEmpty();
    }

    @Test
    void whoDidNotAskAndWhoCannotBeAnsweredGetsNone() {
        submit("acme", sender, null, "reject.4@rcpt.test");
        bus.awaitEvents(id, e -> !e.isEmpty());
        submit("told", "", null, "reject." + id + "@rcpt.test");
        bus.awaitEvents(id, e -> e.size() == 2);

        assertThat(bus.all(Topics.OUTBOUND))
                .filteredOn(
                        r -> String.valueOf(Bus.header(r, Headers.MESSAGE_ID)).startsWith("dsn-"))
                .filteredOn(
                        r -> sender.equals(Bus.header(r, Headers.RCPT_TO)) || "".equals(Bus.header(r, Headers.RCPT_TO)))
                .isEmpty();
    }

    @Test
    void aReportThatFailsIsNotReported() {
        String nobody = "reject." + id.substring(0, 8) + "@rcpt.test";
        submit("told", nobody, null, "reject.6@rcpt.test");

        bus.awaitEvents(id, e -> !e.isEmpty());
        String report = bus.all(Topics.OUTBOUND).stream()
                .filter(r -> nobody.equals(Bus.header(r, Headers.RCPT_TO)))
                .map(r -> Bus.header(r, Headers.MESSAGE_ID))
                .findFirst()
                .orElseThrow();
        List<MailEvent> ofReport = bus.awaitEvents(report, e -> !e.isEmpty());

        assertThat(ofReport).singleElement().isInstanceOf(MailEvent.Bounced.class);
        assertThat(bus.all(Topics.OUTBOUND))
                .filteredOn(r -> nobody.equals(Bus.header(r, Headers.RCPT_TO)))
                .hasSize(1);
    }

    @Test
    void aReportLeavesByTheSharedAddressThoughItsDomainIsUnderARule() {
        String ip = "127.0.0.11";
        bus.table(
                Topics.SOURCES,
                ip,
                new SourceAddress(ip, SourceKind.PRIVATE, "told", "x.test", null, SourceState.ACTIVE, null, null, 1));
        bus.table(
                Topics.RULES,
                "mail.test",
                new RoutingRule("mail.test", "told", false, List.of(new WeightedSource(ip, 1)), null, null, null, 1));
        for (int i = 0; i < 200 && ruleStatus() != 200; i++) {
            Bus.pause();
        }
        assertThat(ruleStatus()).isEqualTo(200);

        submit("acme", sender, "dsn", "reject.7@rcpt.test");

        assertThat(awaitReport().peerIp()).isEqualTo("127.0.0.10");
        bus.table(Topics.RULES, "mail.test", null);
    }

    private static int ruleStatus() {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic("operator", "secret")
                .get("/v1/rules/mail.test")
                .statusCode();
    }

    private void submit(String account, String from, String onFailure, String... to) {
        var record = new ProducerRecord<byte[], byte[]>(
                Topics.OUTBOUND, Bus.bytes(id), MESSAGE.getBytes(StandardCharsets.US_ASCII));
        record.headers().add(Headers.CONTENT_TYPE, Bus.bytes(Headers.RFC822));
        record.headers().add(Headers.MESSAGE_ID, Bus.bytes(id));
        record.headers().add(Headers.MAIL_FROM, Bus.bytes(from));
        record.headers().add(Headers.ACCOUNT, Bus.bytes(account));
        List.of(to).forEach(rcpt -> record.headers().add(Headers.RCPT_TO, Bus.bytes(rcpt)));
        if (onFailure != null) {
            record.headers().add(Headers.ON_FAILURE, Bus.bytes(onFailure));
        }
        bus.send(record);
    }

    private Received awaitReport() {
        for (int i = 0; i < 400 && reports().isEmpty(); i++) {
            Bus.pause();
        }
        return reports().getFirst();
    }

    private List<Received> reports() {
        return SmallInternet.receiver.received().stream()
                .filter(mail -> mail.to().contains(sender))
                .toList();
    }
}
