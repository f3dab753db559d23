package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.intake.Admission.Verdict;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.route.Tables;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static final RawBody BODY =
            RawBody.read(Submissions.SMALL.getBytes(StandardCharsets.UTF_8), NOW, "seed", null);

    private final Tables tables = new Tables()
            .rule("acme.test", "acme", true)
            .rule("closed.test", "closed", false)
            .rule("suspended.test", "suspended", false)
            .rule("ghost.test", "ghost", false)
            .account("acme", AccountState.OPEN)
            .account("other", AccountState.OPEN)
            .account("suspended", AccountState.SUSPENDED)
            .account("closed", AccountState.CLOSED);

    @ParameterizedTest(name = "{0} sends from {1}, From {2}: {3}")
    @CsvSource(textBlock = """
            acme,      acme.test,      acme.test,      admitted acme
            acme,      a.b.acme.test,  acme.test,      admitted acme
            acme,      free.test,      free.test,      admitted acme
            acme,      free.test,      acme.test,      admitted acme
            acme,      ,               ,               admitted acme
            ,          acme.test,      acme.test,      admitted acme
            ,          acme.test,      ,               admitted acme
            ,          a.acme.test,    free.test,      admitted acme
            ,          free.test,      free.test,      admitted nobody
            ,          ,               ,               admitted nobody
            other,     acme.test,      free.test,      domain-not-owned
            other,     a.acme.test,    free.test,      domain-not-owned
            other,     free.test,      acme.test,      domain-not-owned
            other,     free.test,      a.acme.test,    domain-not-owned
            ,          free.test,      acme.test,      domain-not-owned
            ,          ,               acme.test,      domain-not-owned
            other,     a.closed.test,  ,               admitted other
            suspended, suspended.test, suspended.test, suspended
            ,          suspended.test, ,               suspended
            suspended, free.test,      ,               suspended
            suspended, acme.test,      ,               domain-not-owned
            closed,    closed.test,    ,               closed
            ,          closed.test,    ,               closed
            closed,    acme.test,      ,               closed
            unheard,   free.test,      ,               not yet
            unheard,   acme.test,      ,               not yet
            ,          ghost.test,     ,               not yet
            """)
    void whoseMailItIsDecidesWhetherItIsSent(String account, String senderDomain, String fromDomain, String verdict) {
        Admission admission = new Admission(tables.rules, tables.accounts, false);

        assertThat(told(admission.admit(mail(account, senderDomain, fromDomain), NOW)))
                .isEqualTo(verdict);
    }

    @Test
    void anUnknownAccountIsWaitedForAMinute() {
        Admission admission = new Admission(tables.rules, tables.accounts, false);
        Mail mail = mail("unheard", "free.test", null);

        assertThat(told(admission.admit(mail, NOW.plusMillis(59_999)))).isEqualTo("not yet");
        assertThat(told(admission.admit(mail, NOW.plusMillis(60_000)))).isEqualTo("unknown-account");
        tables.account("unheard", AccountState.OPEN);
        assertThat(told(admission.admit(mail, NOW.plusMillis(60_000)))).isEqualTo("admitted unheard");
    }

    @Test
    void whereAnAccountIsRequiredMailOfNobodyIsRefused() {
        Admission strict = new Admission(tables.rules, tables.accounts, true);

        assertThat(told(strict.admit(mail(null, "free.test", null), NOW))).isEqualTo("unknown-account");
        assertThat(told(strict.admit(mail(null, "acme.test", null), NOW))).isEqualTo("admitted acme");
        assertThat(told(strict.admit(mail("acme", "free.test", null), NOW))).isEqualTo("admitted acme");
    }

    @Test
    void theSentenceNamesTheDomainAndTheAccount() {
        Admission admission = new Admission(tables.rules, tables.accounts, false);

        Verdict sender = admission.admit(mail("other", "acme.test", null), NOW);
        Verdict from = admission.admit(mail(null, "free.test", "acme.test"), NOW);

        assertThat(((Verdict.Refused) sender).sentence()).contains("acme.test", "other");
        assertThat(((Verdict.Refused) from).sentence()).contains("From", "acme.test", "no account's");
    }

    private static String told(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Admitted admitted ->
                "admitted " + (admitted.account() == null ? "nobody" : admitted.account());
            case Verdict.NotYet notYet -> "not yet";
            case Verdict.Suspended suspended -> "suspended";
            case Verdict.Closed closed -> "closed";
            case Verdict.Refused refused -> refused.code().code();
        };
    }

    private static Mail mail(String account, String senderDomain, String fromDomain) {
        return new Mail(
                new Origin("mail.outbound", 0, 1),
                "m-1",
                account,
                senderDomain == null ? "" : "a@" + senderDomain,
                senderDomain,
                fromDomain,
                List.of(),
                BODY,
                NOW,
                null,
                NOW.plus(Duration.ofDays(5)),
                Priority.TRANSACTIONAL,
                null,
                Map.of());
    }
}
