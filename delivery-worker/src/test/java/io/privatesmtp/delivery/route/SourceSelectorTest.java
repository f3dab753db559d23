package io.privatesmtp.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceSelectorTest {
    private static final String MINE = "192.0.2.1";
    private static final String MINE_TOO = "192.0.2.2";
    private static final String SHARED = "192.0.2.3";

    private final World world =
            new World().active(MINE, SourceKind.PRIVATE, "acme").active(SHARED, SourceKind.SHARED, null);

    @Test
    void mailWithoutASenderDomainIsShared() {
        world.rule("acme.test", true, WhenUnusable.HOLD, MINE);

        assertThat(leave(null, "acme", null).route().reason()).isEqualTo(RouteReason.SHARED);
    }

    @Test
    void aSourceAllocatedToAnotherAccountIsNotUsedWhateverTheRuleSays() {
        world.active(MINE, SourceKind.PRIVATE, "other").rule("acme.test", false, WhenUnusable.HOLD, MINE);

        assertThat(decide("acme.test", "acme", null)).isInstanceOf(SourceDecision.Wait.class);
    }

    @Test
    void withoutAnyUsableSharedAddressMailWaits() {
        world.source(SHARED, SourceKind.SHARED, null, SourceState.HELD);

        assertThat(decide("free.test", null, null)).isInstanceOf(SourceDecision.Wait.class);
    }

    @Test
    void messagesOfADomainSpreadOverItsAddressesAndOfOneMessageStayOnOne() {
        world.active(MINE_TOO, SourceKind.PRIVATE, "acme").rule("acme.test", false, WhenUnusable.HOLD, MINE, MINE_TOO);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String first = ip(world.selector.decide("acme.test", "acme", "m-" + i, null));
            assertThat(ip(world.selector.decide("acme.test", "acme", "m-" + i, null)))
                    .isEqualTo(first);
            seen.add(first);
        }

        assertThat(seen).containsExactlyInAnyOrder(MINE, MINE_TOO);
    }

    @Test
    void afterAWithdrawalWaitingMailLeavesByTheSharedAddresses() {
        world.rule("acme.test", false, WhenUnusable.HOLD, MINE);
        assertThat(leave("acme.test", "acme", null).source().ip()).isEqualTo(MINE);

        world.rules.remove("acme.test");

        assertThat(leave("acme.test", "acme", MINE).source().ip()).isEqualTo(SHARED);
    }

    @Test
    void aRuleWithBothFamiliesHasAnAddressOfEach() {
        world.active("2001:db8::1", SourceKind.PRIVATE, "acme")
                .rule("acme.test", false, WhenUnusable.SHARED, MINE, "2001:db8::1");
        for (int i = 0; i < 20; i++) {
            SourceDecision.Leave first =
                    (SourceDecision.Leave) world.selector.decide("acme.test", "acme", "m-" + i, null);

            SourceDecision.Leave other = world.selector.ofOtherFamily(first, "acme.test", "acme", "m-" + i);

            assertThat(Set.of(first.source().ip(), other.source().ip())).containsExactlyInAnyOrder(MINE, "2001:db8::1");
            assertThat(other.route().reason()).isEqualTo(RouteReason.PRIVATE);
        }
    }

    @Test
    void aSharedAddressOfTheOtherFamilyDoesNotStandInForARulesOwn() {
        world.active("2001:db8::9", SourceKind.SHARED, null).rule("acme.test", false, WhenUnusable.SHARED, MINE);

        assertThat(world.selector.ofOtherFamily(leave("acme.test", "acme", null), "acme.test", "acme", "m"))
                .isNull();
        SourceDecision.Leave shared = leave("free.test", "acme", SHARED);
        assertThat(world.selector
                        .ofOtherFamily(shared, "free.test", "acme", "m")
                        .source()
                        .ip())
                .isEqualTo("2001:db8::9");
    }

    @Test
    void aLegibleRuleOfTheExactDomainCountsThoughOneAboveItIsUnreadable() {
        world.rule("news.acme.test", false, WhenUnusable.HOLD, MINE).rules.unreadable("acme.test");

        assertThat(leave("news.acme.test", "acme", null).source().ip()).isEqualTo(MINE);
        assertThat(decide("shop.acme.test", "acme", null)).isInstanceOf(SourceDecision.Wait.class);
    }

    @Test
    void aRuleThatBecameUnreadableIsNoLongerFollowedUntilItIsWrittenAnew() {
        world.rule("acme.test", false, WhenUnusable.HOLD, MINE).rules.unreadable("acme.test");
        assertThat(decide("acme.test", "acme", null)).isInstanceOf(SourceDecision.Wait.class);

        world.rule("acme.test", false, WhenUnusable.HOLD, MINE);

        assertThat(leave("acme.test", "acme", null).source().ip()).isEqualTo(MINE);
    }

    private SourceDecision decide(String domain, String account, String last) {
        return world.selector.decide(domain, account, "mail.outbound-0-1", last);
    }

    private SourceDecision.Leave leave(String domain, String account, String last) {
        return (SourceDecision.Leave) decide(domain, account, last);
    }

    private static String ip(SourceDecision decision) {
        return ((SourceDecision.Leave) decision).source().ip();
    }
}
