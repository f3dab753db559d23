package io.privatesmtp.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The promises of source selection, whatever the tables hold. */
class SourceSelectorPropertyTest {
    /** A question put to a random world, and its answer. */
    private record Case(World world, String domain, String account, String last, SourceDecision decision) {
        static Case random(Random random) {
            World world = World.random(random);
            String domain = random.nextInt(12) == 0 ? null : World.pick(World.DOMAINS, random);
            String account = random.nextInt(6) == 0 ? null : World.pick(World.ACCOUNTS, random);
            String last = random.nextBoolean() ? null : World.ip(1 + random.nextInt(8));
            String spread = "mail.outbound-0-" + random.nextInt(1_000);
            return new Case(world, domain, account, last, world.selector.decide(domain, account, spread, last));
        }

        RoutingRule rule() {
            return domain == null ? null : world.rules.covering(domain);
        }

        boolean unreadable() {
            return domain != null && world.rules.unreadableAt(domain);
        }

        List<String> usablePrivately(RoutingRule rule) {
            return rule.sources().stream()
                    .map(WeightedSource::ip)
                    .filter(world::usable)
                    .filter(ip -> world.sources.get(ip).kind() == SourceKind.PRIVATE)
                    .filter(ip -> rule.account().equals(world.sources.get(ip).account()))
                    .toList();
        }
    }

    @Property(tries = 5_000)
    void mailUnderARuleLeavesOnlyFromItsAddressesOrAsTheRuleSays(@ForAll Random random) {
        Case asked = Case.random(random);
        RoutingRule rule = asked.rule();
        if (rule == null || asked.unreadable() || !rule.account().equals(asked.account)) {
            return;
        }
        List<String> usable = asked.usablePrivately(rule);
        if (!usable.isEmpty()) {
            SourceDecision.Leave leave = (SourceDecision.Leave) asked.decision;
            assertThat(usable).contains(leave.source().ip());
            assertThat(leave.route().reason()).isEqualTo(RouteReason.PRIVATE);
            assertThat(leave.route().rule()).isEqualTo(rule.domain());
            assertThat(leave.route().ruleVersion()).isEqualTo(rule.version());
            assertThat(leave.route().sourceIp()).isEqualTo(leave.source().ip());
        } else if (asked.decision instanceof SourceDecision.Leave leave) {
            assertThat(rule.whenUnusable()).isEqualTo(WhenUnusable.SHARED);
            assertThat(leave.source().kind()).isEqualTo(SourceKind.SHARED);
            assertThat(leave.route().reason()).isEqualTo(RouteReason.FALLBACK);
            assertThat(leave.route().rule()).isEqualTo(rule.domain());
        } else if (asked.decision instanceof SourceDecision.Wait wait) {
            assertThat(rule.whenUnusable()).isNotEqualTo(WhenUnusable.FAIL);
            assertThat(wait.rule()).isEqualTo(rule);
        } else {
            assertThat(asked.decision).isInstanceOf(SourceDecision.Fail.class);
            assertThat(rule.whenUnusable()).isEqualTo(WhenUnusable.FAIL);
        }
    }

    @Property(tries = 5_000)
    void noMailLeavesFromAPrivateAddressWithoutARuleOfItsAccount(@ForAll Random random) {
        Case asked = Case.random(random);
        if (asked.decision instanceof SourceDecision.Leave leave
                && leave.source().kind() == SourceKind.PRIVATE) {
            assertThat(asked.rule()).isNotNull();
            assertThat(asked.rule().account()).isEqualTo(asked.account);
            assertThat(leave.source().account()).isEqualTo(asked.account);
        }
    }

    @Property(tries = 5_000)
    void mailLeavesOnlyFromAnAddressThatIsUsableNow(@ForAll Random random) {
        Case asked = Case.random(random);
        if (asked.decision instanceof SourceDecision.Leave leave) {
            assertThat(asked.world.usable(leave.source().ip())).isTrue();
        }
    }

    @Property(tries = 5_000)
    void mailUnderAnUnreadableRuleWaits(@ForAll Random random) {
        Case asked = Case.random(random);
        if (asked.unreadable()) {
            assertThat(asked.decision).isInstanceOf(SourceDecision.Wait.class);
        }
    }

    @Property(tries = 5_000)
    void mailOfAnotherAccountThanTheRulesIsRefused(@ForAll Random random) {
        Case asked = Case.random(random);
        RoutingRule rule = asked.rule();
        if (rule != null && !asked.unreadable() && !rule.account().equals(asked.account)) {
            assertThat(asked.decision).isEqualTo(new SourceDecision.NotOwned(asked.domain));
        }
    }

    @Property(tries = 5_000)
    void theLastAddressIsKeptWhileItMayBeUsed(@ForAll Random random) {
        Case asked = Case.random(random);
        if (!(asked.decision instanceof SourceDecision.Leave leave) || asked.last == null) {
            return;
        }
        boolean mayBeKept = leave.route().reason() == RouteReason.PRIVATE
                ? asked.usablePrivately(asked.rule()).contains(asked.last)
                : asked.world.usable(asked.last)
                        && asked.world.sources.get(asked.last).kind() == SourceKind.SHARED;
        if (mayBeKept) {
            assertThat(leave.source().ip()).isEqualTo(asked.last);
        }
    }
}
