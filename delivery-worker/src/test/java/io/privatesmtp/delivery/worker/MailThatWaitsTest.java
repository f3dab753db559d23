package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is decided while mail waits for its next attempt holds for that attempt: a withdrawn rule, a released address, a
 * suspended or closed account.
 */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class MailThatWaitsTest {
    private static final String ABSENT = "203.0.113.9";

    private PatientMail mail;

    @BeforeEach
    void begin() {
        mail = new PatientMail();
    }

    @AfterEach
    void close() {
        mail.close();
    }

    @Test
    void deferredMailLeavesByASharedAddressOnceItsRuleIsWithdrawn() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        mail.bus.table(Topics.RULES, mail.domain, null);
        mail.bus.awaitEvents(mail.id, e -> Provider.SHARED.equals(bound(e)));
        mail.open();

        MailEvent last = mail.end();
        assertThat(last).isInstanceOf(MailEvent.Delivered.class);
        assertThat(last.dialogue().route().reason()).isEqualTo(RouteReason.SHARED);
        assertThat(mail.host.received()).extracting(Received::peerIp).containsExactly(Provider.SHARED);
        assertThat(addressesAfterTheFirstShared()).containsOnly(Provider.SHARED);
    }

    @Test
    void heldMailLeavesByASharedAddressOnceItsRuleIsWithdrawn() {
        mail.open();
        mail.provider.rule(mail.domain, mail.account, ABSENT, WhenUnusable.HOLD);
        mail.provider.settled();
        mail.send();
        mail.held(HoldReason.SOURCE_UNUSABLE);

        mail.bus.table(Topics.RULES, mail.domain, null);

        MailEvent last = mail.end();
        assertThat(last).isInstanceOf(MailEvent.Delivered.class);
        assertThat(last.dialogue().boundAddress()).isEqualTo(Provider.SHARED);
        assertThat(last.message().attempt()).isEqualTo(1);
        assertThat(mail.bus.events(mail.id)).hasSize(2);
    }

    @Test
    void deferredMailIsHeldWhileItsAddressIsReleasedAndLeavesWhenItIsBack() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        mail.bus.table(Topics.SOURCES, PatientMail.PRIVATE, null);
        mail.held(HoldReason.SOURCE_UNUSABLE);
        mail.open();
        mail.bus.awaitLooks(mail.id, 2);
        assertThat(mail.host.received()).isEmpty();
        assertThat(mail.holds()).hasSize(1);

        mail.provider.source(PatientMail.PRIVATE, SourceKind.PRIVATE, mail.account, null);

        assertThat(mail.end().dialogue().boundAddress()).isEqualTo(PatientMail.PRIVATE);
    }

    @Test
    void deferredMailFallsBackOnceItsAddressIsRetired() {
        deferredAtThePrivateAddress(WhenUnusable.SHARED);

        mail.bus.table(
                Topics.SOURCES,
                PatientMail.PRIVATE,
                new SourceAddress(
                        PatientMail.PRIVATE,
                        SourceKind.PRIVATE,
                        mail.account,
                        "mail.test",
                        null,
                        SourceState.RETIRED,
                        null,
                        null,
                        2));
        mail.bus.awaitEvents(mail.id, e -> Provider.SHARED.equals(bound(e)));
        mail.open();

        assertThat(mail.end().dialogue().route().reason()).isEqualTo(RouteReason.FALLBACK);
        assertThat(mail.host.received()).extracting(Received::peerIp).containsExactly(Provider.SHARED);
    }

    @Test
    void deferredMailBouncesOnceItsAddressIsReleasedIfTheRuleSaysFail() {
        deferredAtThePrivateAddress(WhenUnusable.FAIL);

        mail.bus.table(Topics.SOURCES, PatientMail.PRIVATE, null);

        assertThat(mail.end()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(mail.host.received()).isEmpty();
    }

    @Test
    void deferredMailOfASuspendedAccountIsHeldOnceAndLeavesWhenItIsResumed() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        mail.provider.account(mail.account, AccountState.SUSPENDED);
        mail.held(HoldReason.ACCOUNT_SUSPENDED);
        mail.open();
        mail.bus.awaitLooks(mail.id, 2);
        assertThat(mail.host.received()).isEmpty();
        assertThat(mail.holds()).hasSize(1);

        mail.provider.account(mail.account, AccountState.OPEN);

        assertThat(mail.end().dialogue().boundAddress()).isEqualTo(PatientMail.PRIVATE);
        assertThat(mail.holds()).hasSize(1);
    }

    @Test
    void deferredMailOfAClosedAccountBounces() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        mail.provider.account(mail.account, AccountState.CLOSED);

        assertThat(mail.end())
                .isInstanceOfSatisfying(
                        MailEvent.Bounced.class,
                        bounced -> assertThat(bounced.category()).isEqualTo(Category.REJECTED));
        assertThat(mail.host.received()).isEmpty();
    }

    @Test
    void heldMailOfASuspendedAccountBouncesOnceTheAccountIsClosed() {
        mail.open();
        mail.provider.account(mail.account, AccountState.SUSPENDED);
        mail.provider.rule(mail.domain, mail.account, PatientMail.PRIVATE, WhenUnusable.HOLD);
        mail.provider.settled();
        mail.send();
        mail.held(HoldReason.ACCOUNT_SUSPENDED);

        mail.provider.account(mail.account, AccountState.CLOSED);

        assertThat(mail.end()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(mail.host.received()).isEmpty();
    }

    /** Puts the mail into the state where it was refused for now at its private address and waits for the next attempt. */
    private void deferredAtThePrivateAddress(WhenUnusable whenUnusable) {
        mail.provider.rule(mail.domain, mail.account, PatientMail.PRIVATE, whenUnusable);
        mail.provider.settled();
        mail.send();
        List<MailEvent> events = mail.bus.awaitEvents(mail.id, e -> !e.isEmpty());
        assertThat(events.getFirst()).isInstanceOf(MailEvent.Deferred.class);
        assertThat(bound(events)).isEqualTo(PatientMail.PRIVATE);
    }

    private List<String> addressesAfterTheFirstShared() {
        return mail.bus.events(mail.id).stream()
                .map(e -> e.dialogue().boundAddress())
                .dropWhile(address -> !address.equals(Provider.SHARED))
                .toList();
    }

    private static String bound(List<MailEvent> events) {
        return events.isEmpty() ? null : events.getLast().dialogue().boundAddress();
    }
}
