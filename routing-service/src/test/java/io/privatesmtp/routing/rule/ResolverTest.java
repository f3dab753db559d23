package io.privatesmtp.routing.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.routing.Rendezvous;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.routing.rule.Resolution.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Design 4: exact domain, then parents that include subdomains; a rule is for its own account; else shared. */
class ResolverTest {
    private static final Instant NOW = Facts.START.plusSeconds(6_000);
    private static final String OWN = "203.0.113.10";
    private static final String HELD = "203.0.113.11";
    private static final List<String> SHARED = List.of("198.51.100.1", "198.51.100.2", "198.51.100.3");

    @Test
    void theExactDomainsRuleWinsOverItsParents() {
        Resolver resolver = resolver(
                rule("acme.example", true, WhenUnusable.HOLD, OWN),
                rule("eu.acme.example", false, WhenUnusable.HOLD, HELD));
        assertThat(resolve(resolver, "acme", "eu.acme.example").rule()).isEqualTo("eu.acme.example");
        assertThat(resolve(resolver, "acme", "us.acme.example").rule()).isEqualTo("acme.example");
        assertThat(resolve(resolver, "acme", "de.eu.acme.example").rule()).isEqualTo("acme.example");
    }

    @Test
    void aParentsRuleReachesSubdomainsOnlyWhereItSaysSo() {
        Resolver resolver = resolver(rule("acme.example", false, WhenUnusable.HOLD, OWN));
        assertThat(resolve(resolver, "acme", "eu.acme.example").reason()).isEqualTo(Reason.SHARED);
    }

    @Test
    void aRuleSendsFromItsAddressAndNamesIt() {
        Resolution resolution =
                resolve(resolver(rule("acme.example", false, WhenUnusable.HOLD, OWN)), null, "acme.example");
        assertThat(resolution.reason()).isEqualTo(Reason.PRIVATE);
        assertThat(resolution.account()).isEqualTo("acme");
        assertThat(resolution.sourceIp()).isEqualTo(OWN);
        assertThat(resolution.explanation()).contains(OWN);
    }

    @Test
    void anotherAccountsDomainIsRefused() {
        Resolver resolver = resolver(rule("acme.example", true, WhenUnusable.SHARED, OWN));
        assertThat(resolve(resolver, "wonder", "eu.acme.example").reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void withoutARuleTheSenderDomainPicksTheSharedAddress() {
        Resolution resolution = resolve(resolver(), "acme", "other.example");
        assertThat(resolution.reason()).isEqualTo(Reason.SHARED);
        assertThat(resolution.sourceIp()).isEqualTo(Rendezvous.pick("other.example", SHARED));
    }

    @Test
    void whileNoAddressIsUsableTheRuleSaysWhatHappens() {
        assertThat(resolve(resolver(rule("acme.example", false, WhenUnusable.SHARED, HELD)), "acme", "acme.example"))
                .satisfies(resolution -> {
                    assertThat(resolution.reason()).isEqualTo(Reason.FALLBACK);
                    assertThat(SHARED).contains(resolution.sourceIp());
                });
        assertThat(resolve(resolver(rule("acme.example", false, WhenUnusable.HOLD, HELD)), "acme", "acme.example"))
                .satisfies(resolution -> {
                    assertThat(resolution.sourceIp()).isNull();
                    assertThat(resolution.explanation()).contains("held");
                });
        assertThat(resolve(resolver(rule("acme.example", false, WhenUnusable.FAIL, HELD)), "acme", "acme.example")
                        .explanation())
                .contains("bounces");
    }

    @Test
    void thePastIsResolvedByItsOwnRules() {
        // given a rule that was in force for ten minutes
        RulePeriod past = new RulePeriod(
                rule("acme.example", false, WhenUnusable.HOLD, OWN).rule(),
                "r1",
                Facts.START,
                Facts.START.plusSeconds(600));
        Resolver resolver = resolver(past);
        // then
        assertThat(resolve(resolver, "acme", "acme.example").reason()).isEqualTo(Reason.SHARED);
        assertThat(at(resolver, Facts.START).reason()).isEqualTo(Reason.PRIVATE);
        assertThat(at(resolver, Facts.START.plusSeconds(599)).reason()).isEqualTo(Reason.PRIVATE);
        assertThat(at(resolver, Facts.START.plusSeconds(600)).reason()).isEqualTo(Reason.SHARED);
        assertThat(at(resolver, Facts.START.minusSeconds(1)).reason()).isEqualTo(Reason.SHARED);
    }

    @Test
    void anUnknownAccountIsRefused() {
        assertThat(resolve(resolver(), "nobody", "other.example").reason()).isEqualTo(Reason.REFUSED);
    }

    private static Resolution resolve(Resolver resolver, String account, String domain) {
        return resolver.resolve(new Resolver.Question(account, "a@" + domain, domain, NOW));
    }

    private static Resolution at(Resolver resolver, Instant moment) {
        return resolver.resolve(new Resolver.Question("acme", "a@acme.example", "acme.example", moment));
    }

    private static RulePeriod rule(String domain, boolean includeSubdomains, WhenUnusable whenUnusable, String ip) {
        return new RulePeriod(
                new RoutingRule(
                        domain,
                        "acme",
                        includeSubdomains,
                        List.of(new WeightedSource(ip, 1)),
                        whenUnusable,
                        null,
                        null,
                        7),
                "r1",
                Facts.START,
                null);
    }

    private static Resolver resolver(RulePeriod... periods) {
        Map<String, SourceAddress> sources = Stream.concat(
                        Stream.of(
                                source(OWN, SourceKind.PRIVATE, SourceState.ACTIVE),
                                source(HELD, SourceKind.PRIVATE, SourceState.HELD)),
                        SHARED.stream().map(ip -> source(ip, SourceKind.SHARED, SourceState.ACTIVE)))
                .collect(Collectors.toMap(SourceAddress::ip, source -> source));
        RuleBook accounts = RuleBook.EMPTY
                .apply(Facts.account(FactType.ACCOUNT_OPENED, 1, "acme"))
                .book()
                .apply(Facts.account(FactType.ACCOUNT_OPENED, 2, "wonder"))
                .book();
        return new Resolver(
                Stream.of(periods)
                        .collect(Collectors.groupingBy(period -> period.rule().domain())),
                sources,
                accounts.accounts());
    }

    private static SourceAddress source(String ip, SourceKind kind, SourceState state) {
        return new SourceAddress(ip, kind, null, "mx.psr.test", null, state, null, null, 1);
    }
}
