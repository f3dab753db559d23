package io.privatesmtp.delivery.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlDirective.Directive;
import io.privatesmtp.bus.routing.ControlScope;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.gate.Counted;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlGateTest {
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final Recipient ANN = new Recipient(0, "ann@example.net", "example.net");
    private static final Recipient BOB = new Recipient(1, "bob@example.org", "example.org");

    private final Directives directives = new Directives();
    private final ControlGate gate = new ControlGate(directives);

    @Test
    void withoutADirectiveAllMailPasses() {
        assertThat(gate.objection(passage("acme"), ANN)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account:acme",
                "domain:acme.example",
                "source:203.0.113.10",
                "recipient-domain:example.net",
                "message:acme/01JD"
            })
    void whatIsSuspendedWaitsAndWhatIsCancelledBounces(String scope) {
        put(scope, Directive.SUSPEND, null);
        assertThat(gate.objection(passage("acme"), ANN)).isEqualTo(new Objection.Hold(HoldReason.CONTROL));

        put(scope, Directive.CANCEL, null);
        var bounce = (Objection.Bounce) gate.objection(passage("acme"), ANN);
        assertThat(bounce.category()).isEqualTo(Category.CANCELLED);
        assertThat(bounce.sentence()).contains(scope, "\"ops\"", "\"a complaint\"");

        directives.remove(ControlScope.parse("scope", scope));
        assertThat(gate.objection(passage("acme"), ANN)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account:other",
                "domain:example",
                "domain:news.acme.example",
                "source:203.0.113.11",
                "recipient-domain:example.org",
                "message:acme/01JE",
                "message:/01JD",
                "message:other/01JD"
            })
    void aDirectiveReachesNoFurtherThanItsScope(String scope) {
        put(scope, Directive.CANCEL, null);

        assertThat(gate.objection(passage("acme"), ANN)).isNull();
    }

    @Test
    void mailThatIsNobodysIsKnownByItsIdAlone() {
        put("message:/01JD", Directive.CANCEL, null);

        assertThat(gate.objection(passage(null), ANN)).isInstanceOf(Objection.Bounce.class);
    }

    @Test
    void oneRecipientMayBeKeptBackAndTheOtherNot() {
        put("recipient-domain:example.org", Directive.SUSPEND, null);

        assertThat(gate.objection(passage("acme"), ANN)).isNull();
        assertThat(gate.objection(passage("acme"), BOB)).isInstanceOf(Objection.Hold.class);
    }

    @Test
    void cancellingWinsOverSuspending() {
        put("message:acme/01JD", Directive.SUSPEND, null);
        put("account:acme", Directive.CANCEL, null);

        assertThat(gate.objection(passage("acme"), ANN)).isInstanceOf(Objection.Bounce.class);
    }

    @Test
    void aDirectiveEndsWhenItSays() {
        put("account:acme", Directive.SUSPEND, NOW.plusSeconds(1));
        assertThat(gate.objection(passage("acme"), ANN)).isNotNull();

        put("account:acme", Directive.SUSPEND, NOW);
        assertThat(gate.objection(passage("acme"), ANN)).isNull();
        assertThat(directives.inForce(NOW)).isEmpty();
    }

    @Test
    void theSourceIsAskedOnlyOnceItIsKnown() {
        put("source:203.0.113.10", Directive.SUSPEND, null);
        Passage before = new Passage(passage("acme").mail(), "acme", 0, Counted.NONE, null, NOW);

        assertThat(gate.objection(before, ANN)).isNull();
    }

    private void put(String scope, Directive directive, Instant until) {
        directives.put(
                ControlScope.parse("scope", scope), new ControlDirective(directive, "a complaint", "ops", until));
    }

    private static Passage passage(String account) {
        Mail mail = new Mail(
                new Origin("mail.outbound", 0, 17),
                "01JD",
                account,
                "bounces@acme.example",
                "acme.example",
                "acme.example",
                List.of(ANN, BOB),
                null,
                NOW,
                null,
                NOW.plusSeconds(3_600),
                Priority.TRANSACTIONAL,
                null,
                Map.of());
        Route route = new Route("acme.example", 1L, RouteReason.PRIVATE, "203.0.113.10");
        return new Passage(mail, account, 0, Counted.NONE, route, NOW);
    }
}
