package io.privatesmtp.delivery.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.gate.Counted;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.message.WireOctets;
import io.privatesmtp.delivery.route.RuleTable;
import io.privatesmtp.delivery.route.Tables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a rule to a signature on the wire. */
class DkimTest {
    private static final Recipient BOB = new Recipient(0, "bob@rcpt.test", "rcpt.test");
    private static final Route ROUTE = new Route("acme.test", 1L, RouteReason.PRIVATE, "203.0.113.9");

    @TempDir
    Path folder;

    private final RuleTable rules = new Tables()
            .rule(new RoutingRule(
                    "acme.test",
                    "acme",
                    true,
                    List.of(new WeightedSource("203.0.113.9", 1)),
                    null,
                    null,
                    new DkimReference("s1", "acme-s1"),
                    1))
            .rules;

    @Test
    void mailOfTheRuleIsSignedWithItsKey() {
        TestKeys.write(folder, "acme-s1", TestKeys.RSA);
        try (Dkim dkim = dkim(DkimSettings.WhenKeyMissing.HOLD)) {
            assertThat(dkim.objection(passage("a@acme.test"), BOB)).isNull();
            assertThat(Jdkim.verifies(wire(dkim, "a@acme.test"), Signed.published("s1", TestKeys.RSA)))
                    .isTrue();
            assertThat(text(dkim, "a@news.acme.test")).contains(" d=acme.test;");
        }
    }

    @Test
    void mailThatIsNotFromTheKeysDomainIsLeftUnsigned() {
        TestKeys.write(folder, "acme-s1", TestKeys.RSA);
        try (Dkim dkim = dkim(DkimSettings.WhenKeyMissing.HOLD)) {
            assertThat(text(dkim, "a@notacme.test")).doesNotContain("DKIM-Signature");
            assertThat(text(dkim, null)).doesNotContain("DKIM-Signature");
        }
    }

    @Test
    void missingKeyHoldsTheMailUntilItComes() {
        try (Dkim dkim = dkim(DkimSettings.WhenKeyMissing.HOLD)) {
            assertThat(dkim.objection(passage("a@acme.test"), BOB)).isEqualTo(new Objection.Hold(HoldReason.DKIM_KEY));
            assertThatThrownBy(() -> text(dkim, "a@acme.test")).hasMessage("DKIM key acme-s1 is not there");

            TestKeys.write(folder, "acme-s1", TestKeys.ED25519);

            Awaitility.await().until(() -> dkim.objection(passage("a@acme.test"), BOB) == null);
            assertThat(text(dkim, "a@acme.test")).contains("a=ed25519-sha256");
        }
    }

    @Test
    void missingKeyLetsTheMailLeaveUnsignedWhereTheSettingsSaySo() {
        try (Dkim dkim = dkim(DkimSettings.WhenKeyMissing.UNSIGNED)) {
            assertThat(dkim.objection(passage("a@acme.test"), BOB)).isNull();
            assertThat(text(dkim, "a@acme.test")).startsWith("Received: ").doesNotContain("DKIM-Signature");
        }
    }

    private Dkim dkim(DkimSettings.WhenKeyMissing policy) {
        return new Dkim(
                new Settings(java.util.Optional.of(folder), policy, Map.of()),
                null,
                rules,
                () -> {},
                Clock.fixed(Signed.NOW, ZoneOffset.UTC),
                new SimpleMeterRegistry());
    }

    private static Passage passage(String from) {
        return new Passage(mail(from), "acme", 0, Counted.NONE, ROUTE, Signed.NOW);
    }

    private static String text(Dkim dkim, String from) {
        return new String(wire(dkim, from), StandardCharsets.UTF_8);
    }

    private static byte[] wire(Dkim dkim, String from) {
        Mail mail = mail(from);
        return WireOctets.kept(mail.body().render(Signed.MODERN, "Received: by x", dkim.seal(mail, "acme", ROUTE)));
    }

    private static Mail mail(String from) {
        String header = from == null ? "Subject: x\r\n" : "From: " + from + "\r\n";
        RawBody body = RawBody.read(
                (header + "\r\nhello\r\n").getBytes(StandardCharsets.UTF_8), Signed.NOW, "seed", "acme.test");
        return new Mail(
                new Origin("mail.outbound", 0, 1),
                "1",
                "acme",
                "a@acme.test",
                "acme.test",
                body.fromDomain(),
                List.of(BOB),
                body,
                Signed.NOW,
                null,
                Signed.NOW.plusSeconds(3_600),
                Priority.TRANSACTIONAL,
                null,
                Map.of());
    }
}
