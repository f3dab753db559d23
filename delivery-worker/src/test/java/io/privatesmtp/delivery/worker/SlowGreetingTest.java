package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.embedded.KafkaResource;
import io.privatesmtp.internet.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided while a session waits for its greeting holds for the mail that would leave by it. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class SlowGreetingTest {
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
    void mailIsHeldIfItsAccountIsSuspendedMeanwhile() {
        sentFromThePrivateAddress(() -> mail.provider.account(mail.account, AccountState.SUSPENDED));

        mail.held(HoldReason.ACCOUNT_SUSPENDED);
        assertThat(mail.host.received()).isEmpty();
    }

    @Test
    void mailBouncesIfItsAccountIsClosedMeanwhile() {
        sentFromThePrivateAddress(() -> mail.provider.account(mail.account, AccountState.CLOSED));

        assertThat(mail.end()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(mail.host.received()).isEmpty();
    }

    @Test
    void mailLeavesByASharedAddressIfItsRuleIsWithdrawnMeanwhile() {
        sentFromThePrivateAddress(() -> mail.bus.table(Topics.RULES, mail.domain, null));

        assertThat(mail.end()).isInstanceOf(MailEvent.Delivered.class);
        assertThat(mail.host.received()).extracting(Received::peerIp).containsExactly(Provider.SHARED);
    }

    @Test
    void mailIsHeldIfItsAddressIsReleasedMeanwhile() {
        sentFromThePrivateAddress(() -> mail.bus.table(Topics.SOURCES, PatientMail.PRIVATE, null));

        mail.held(HoldReason.SOURCE_UNUSABLE);
        assertThat(mail.host.received()).isEmpty();
    }

    @Test
    void sharedMailLeavesByItsNewRulesAddress() {
        mail.open();
        mail.provider.settled();

        mail.sendAndBeforeTheGreeting(
                () -> mail.provider.rule(mail.domain, mail.account, PatientMail.PRIVATE, WhenUnusable.HOLD));

        assertThat(mail.end().dialogue().boundAddress()).isEqualTo(PatientMail.PRIVATE);
        assertThat(mail.host.received()).extracting(Received::peerIp).containsExactly(PatientMail.PRIVATE);
    }

    /** Does it once the worker has connected from the private address. */
    private void sentFromThePrivateAddress(Runnable change) {
        mail.open();
        mail.provider.rule(mail.domain, mail.account, PatientMail.PRIVATE, WhenUnusable.HOLD);
        mail.provider.settled();
        mail.sendAndBeforeTheGreeting(change);
    }
}
