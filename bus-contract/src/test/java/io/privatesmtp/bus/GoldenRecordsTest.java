package io.privatesmtp.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.provisioning.ProvisioningEvent;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.provisioning.SourceIpFact;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.bus.submission.Submission;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written to the bus once must stay readable, and be written the same way. */
class GoldenRecordsTest {
    private static final Set<String> PART_OF_A_RECORD = Set.of("change", "message", "dialogue", "type", "topic");

    static Stream<String> goldenFiles() {
        return Stream.concat(Records.ALL.keySet().stream(), Stream.of("submission-mime"));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void whatIsReadIsWrittenTheSame(String name) throws IOException {
        Class<?> type = Records.ALL.get(name.equals("submission-mime") ? "submission" : name);
        JsonNode golden = Json.tree(Golden.bytes(name));

        Object read = Json.read(Golden.bytes(name), type);
        JsonNode written = Json.tree(Json.write(read));

        assertThat(written).isEqualTo(golden);
        assertThat(written.fieldNames()).toIterable().doesNotContainAnyElementsOf(PART_OF_A_RECORD);
    }

    @Test
    void theFactsOfAnEventStandSideBySideAndReachTheirRecords() {
        var event = (MailEvent.Deferred) MailEvent.read(MailEvent.Deferred.TYPE, Golden.bytes("mail-deferred"));

        assertThat(event.message().messageId()).isEqualTo("mail.outbound-4-18");
        assertThat(event.message().origin()).isEqualTo(new Origin("mail.outbound", 4, 18));
        assertThat(event.message().account()).isNull();
        assertThat(event.dialogue().boundAddress()).isEqualTo("2001:db8::25");
        assertThat(event.dialogue().reply().code()).isZero();
        assertThat(event.category()).isEqualTo(Category.NETWORK);
        assertThat(event.nextAttemptAt()).isEqualTo(Instant.parse("2026-11-24T00:53:26Z"));
    }

    @Test
    void anEnhancedStatusIsOneText() {
        var event = (MailEvent.Delivered) MailEvent.read(MailEvent.Delivered.TYPE, Golden.bytes("mail-delivered"));

        assertThat(event.dialogue().reply().enhanced()).isEqualTo(new EnhancedStatus(2, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void everyFactIsReadInTheShapeOfItsType(FactType type) {
        ProvisioningEvent fact = ProvisioningEvent.read(type, Golden.bytes(Records.nameOf(type.shape())));

        assertThat(fact).isInstanceOf(type.shape());
        assertThat(fact.change().sequence()).isEqualTo(41);
        assertThat(fact.change().at()).isEqualTo(Instant.parse("2026-11-24T00:52:24.123456Z"));
    }

    @Test
    void aRequestKeepsItsDomains() {
        var fact = (RoutingRequestFact)
                ProvisioningEvent.read(FactType.ROUTING_APPROVED, Golden.bytes("routing-request-fact"));

        assertThat(fact.domains()).containsExactly("acme.example", "xn--grn-hoa.example");
        assertThat(fact.whenUnusable()).isEqualTo(WhenUnusable.HOLD);
    }

    @Test
    void aPriceKeepsItsDigits() {
        SourceIpFact fact = Json.read(Golden.bytes("source-ip-fact"), SourceIpFact.class);

        assertThat(fact.monthlyPrice()).isEqualTo(new BigDecimal("2.50"));
        assertThat(text(fact)).contains("\"monthlyPrice\":2.50");
    }

    @Test
    void durationsAreIsoTextAndTimesAreRfc3339() {
        RoutingRule rule = Json.read(Golden.bytes("routing-rule"), RoutingRule.class);
        Submission submission = Json.read(Golden.bytes("submission"), Submission.class);

        assertThat(rule.holdFor()).isEqualTo(Duration.ofHours(4));
        assertThat(text(rule)).contains("\"holdFor\":\"PT4H\"");
        assertThat(submission.notBefore()).isEqualTo(Instant.parse("2026-11-24T06:00:00Z"));
        assertThat(text(submission)).contains("\"notBefore\":\"2026-11-24T06:00:00Z\"");
    }

    @Test
    void aTimeMayHaveAnOffset() {
        byte[] json = Golden.with("submission", "/notBefore", "2026-11-24T07:00:00+01:00");

        assertThat(Json.read(json, Submission.class).notBefore()).isEqualTo(Instant.parse("2026-11-24T06:00:00Z"));
    }

    @Test
    void whatARuleDoesNotSayHasDefaults() {
        RoutingRule rule = read("""
                {"domain": "acme.example", "account": "acme", "sources": [{"ip": "203.0.113.10", "weight": 1}], "version": 1}
                """, RoutingRule.class);

        assertThat(rule.includeSubdomains()).isFalse();
        assertThat(rule.whenUnusable()).isEqualTo(WhenUnusable.HOLD);
        assertThat(rule.holdFor()).isEqualTo(RoutingRule.DEFAULT_HOLD);
        assertThat(rule.dkim()).isNull();
    }

    @Test
    void whatAnAccountDoesNotSayHasDefaults() {
        AccountEntry account = read("{\"account\": \"acme\", \"state\": \"open\", \"version\": 1}", AccountEntry.class);

        assertThat(account.limits()).as("workers have a setting for that").isNull();
        assertThat(account.onFailure()).isEqualTo(OnFailure.EVENTS);
    }

    @Test
    void anAddressIsReachedDirectlyUnlessItSaysOtherwise() {
        byte[] json = Golden.with("source-address", "/via", null);

        assertThat(Json.read(json, SourceAddress.class).via()).isEqualTo(SourceAddress.DIRECT);
    }

    @Test
    void addressesAndDomainsAreReadInTheirOneSpelling() {
        byte[] source = Golden.with("source-address", "/ip", "2001:DB8:0::0025");
        byte[] rule = Golden.with("routing-rule", "/domain", "Bücher.Example.");

        assertThat(Json.read(source, SourceAddress.class).ip()).isEqualTo("2001:db8::25");
        assertThat(Json.read(rule, RoutingRule.class).domain()).isEqualTo("xn--bcher-kva.example");
    }

    private static <T> T read(String json, Class<T> type) {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }
}
