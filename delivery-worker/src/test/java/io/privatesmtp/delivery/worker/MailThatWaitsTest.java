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
import io.privatesmtp.internet.ReceivingHost;
import io.privatesmtp.internet.Verdict;
import io.privatesmtp.internet.Visit;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is decided while mail waits for its next attempt holds for that attempt: a withdrawn rule, a released address, a
 * suspended or closed account. The receiving host defers everything until a test opens it, so that what the worker does
 * is never a matter of who is faster.
 */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class MailThatWaitsTest {
    private static final String PRIVATE = "127.0.0.16";
    private static final String ABSENT = "203.0.113.9";

    private final Bus bus = new Bus();
    private final Provider provider = new Provider(bus);
    private final String id = UUID.randomUUID().toString();
    private final String account = "w-" + id.substring(0, 8);
    private final String domain = account + ".test";
    private final AtomicBoolean open = new AtomicBoolean();
    private final List<InetAddress> visits = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch greeting = new CountDownLatch(0);
    private ReceivingHost host;

    @BeforeEach
    void anAccountWithAnAddressAndAHostThatDefers() {
        host = ReceivingHost.on("127.0.0.24", SmallInternet.receiver.port())
                .policy(this::answer)
                .start();
        SmallInternet.names.mx("moving.test", 10, "mx.moving.test").a("mx.moving.test", "127.0.0.24");
        provider.shared();
        provider.account(account, AccountState.OPEN);
        provider.source(PRIVATE, SourceKind.PRIVATE, account, null);
    }

    private Verdict answer(Visit visit) {
        if (visit.point() == Visit.Point.CONNECT) {
            visits.add(visit.peer());
            try {
                greeting.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return visit.point() == Visit.Point.RCPT && !open.get()
                ? Verdict.reply(450, "4.2.1 The mailbox is being moved")
                : Verdict.ACCEPT;
    }

    @AfterEach
    void close() {
        greeting.countDown();
        open.set(true);
        host.close();
        bus.close();
    }

    @Test
    void deferredMailLeavesByASharedAddressOnceItsRuleIsWithdrawn() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        bus.table(Topics.RULES, domain, null);
        bus.awaitEvents(id, e -> Provider.SHARED.equals(bound(e)));
        open.set(true);

        MailEvent last = end();
        assertThat(last).isInstanceOf(MailEvent.Delivered.class);
        assertThat(last.dialogue().route().reason()).isEqualTo(RouteReason.SHARED);
        assertThat(host.received()).extracting(Received::peerIp).containsExactly(Provider.SHARED);
        assertThat(addressesAfterTheFirstShared()).containsOnly(Provider.SHARED);
    }

    @Test
    void heldMailLeavesByASharedAddressOnceItsRuleIsWithdrawn() {
        open.set(true);
        provider.rule(domain, account, ABSENT, WhenUnusable.HOLD);
        provider.settled();
        send();
        held(HoldReason.SOURCE_UNUSABLE);

        bus.table(Topics.RULES, domain, null);

        MailEvent last = end();
        assertThat(last).isInstanceOf(MailEvent.Delivered.class);
        assertThat(last.dialogue().boundAddress()).isEqualTo(Provider.SHARED);
        assertThat(last.message().attempt()).isEqualTo(1);
        assertThat(bus.events(id)).hasSize(2);
    }

    @Test
    void deferredMailIsHeldWhileItsAddressIsReleasedAndLeavesWhenItIsBack() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        bus.table(Topics.SOURCES, PRIVATE, null);
        held(HoldReason.SOURCE_UNUSABLE);
        open.set(true);
        bus.awaitLooks(id, 2);
        assertThat(host.received()).isEmpty();
        assertThat(holds()).hasSize(1);

        provider.source(PRIVATE, SourceKind.PRIVATE, account, null);

        assertThat(end().dialogue().boundAddress()).isEqualTo(PRIVATE);
    }

    @Test
    void deferredMailFallsBackOnceItsAddressIsRetired() {
        deferredAtThePrivateAddress(WhenUnusable.SHARED);

        bus.table(
                Topics.SOURCES,
                PRIVATE,
                new SourceAddress(
                        PRIVATE, SourceKind.PRIVATE, account, "mail.test", null, SourceState.RETIRED, null, null, 2));
        bus.awaitEvents(id, e -> Provider.SHARED.equals(bound(e)));
        open.set(true);

        assertThat(end().dialogue().route().reason()).isEqualTo(RouteReason.FALLBACK);
        assertThat(host.received()).extracting(Received::peerIp).containsExactly(Provider.SHARED);
    }

    @Test
    void deferredMailBouncesOnceItsAddressIsReleasedIfTheRuleSaysFail() {
        deferredAtThePrivateAddress(WhenUnusable.FAIL);

        bus.table(Topics.SOURCES, PRIVATE, null);

        assertThat(end()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(host.received()).isEmpty();
    }

    @Test
    void deferredMailOfASuspendedAccountIsHeldOnceAndLeavesWhenItIsResumed() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        provider.account(account, AccountState.SUSPENDED);
        held(HoldReason.ACCOUNT_SUSPENDED);
        open.set(true);
        bus.awaitLooks(id, 2);
        assertThat(host.received()).isEmpty();
        assertThat(holds()).hasSize(1);

        provider.account(account, AccountState.OPEN);

        assertThat(end().dialogue().boundAddress()).isEqualTo(PRIVATE);
        assertThat(holds()).hasSize(1);
    }

    @Test
    void deferredMailOfAClosedAccountBounces() {
        deferredAtThePrivateAddress(WhenUnusable.HOLD);

        provider.account(account, AccountState.CLOSED);

        assertThat(end())
                .isInstanceOfSatisfying(
                        MailEvent.Bounced.class,
                        bounced -> assertThat(bounced.category()).isEqualTo(Category.REJECTED));
        assertThat(host.received()).isEmpty();
    }

    @Test
    void heldMailOfASuspendedAccountBouncesOnceTheAccountIsClosed() {
        open.set(true);
        provider.account(account, AccountState.SUSPENDED);
        provider.rule(domain, account, PRIVATE, WhenUnusable.HOLD);
        provider.settled();
        send();
        held(HoldReason.ACCOUNT_SUSPENDED);

        provider.account(account, AccountState.CLOSED);

        assertThat(end()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(host.received()).isEmpty();
    }

    @Test
    void mailWhoseSessionWaitsForItsGreetingIsHeldIfItsAccountIsSuspendedMeanwhile() {
        beforeTheGreeting(() -> provider.account(account, AccountState.SUSPENDED));

        held(HoldReason.ACCOUNT_SUSPENDED);
        assertThat(host.received()).isEmpty();
    }

    @Test
    void mailWhoseSessionWaitsForItsGreetingBouncesIfItsAccountIsClosedMeanwhile() {
        beforeTheGreeting(() -> provider.account(account, AccountState.CLOSED));

        assertThat(end()).isInstanceOf(MailEvent.Bounced.class);
        assertThat(host.received()).isEmpty();
    }

    @Test
    void mailWhoseSessionWaitsForItsGreetingLeavesByASharedAddressIfItsRuleIsWithdrawnMeanwhile() {
        beforeTheGreeting(() -> bus.table(Topics.RULES, domain, null));

        assertThat(end()).isInstanceOf(MailEvent.Delivered.class);
        assertThat(host.received()).extracting(Received::peerIp).containsExactly(Provider.SHARED);
    }

    @Test
    void mailWhoseSessionWaitsForItsGreetingIsHeldIfItsAddressIsReleasedMeanwhile() {
        beforeTheGreeting(() -> bus.table(Topics.SOURCES, PRIVATE, null));

        held(HoldReason.SOURCE_UNUSABLE);
        assertThat(host.received()).isEmpty();
    }

    @Test
    void sharedMailWhoseSessionWaitsForItsGreetingLeavesByItsNewRulesAddress() {
        open.set(true);
        provider.settled();
        greeting = new CountDownLatch(1);
        send();
        awaitVisit();
        provider.rule(domain, account, PRIVATE, WhenUnusable.HOLD);
        provider.settled();
        greeting.countDown();

        assertThat(end().dialogue().boundAddress()).isEqualTo(PRIVATE);
        assertThat(host.received()).extracting(Received::peerIp).containsExactly(PRIVATE);
    }

    /** Does it once the worker has connected from the private address, and lets the host greet when the worker knows. */
    private void beforeTheGreeting(Runnable change) {
        open.set(true);
        provider.rule(domain, account, PRIVATE, WhenUnusable.HOLD);
        provider.settled();
        visits.clear();
        greeting = new CountDownLatch(1);
        send();
        awaitVisit();
        change.run();
        provider.settled();
        greeting.countDown();
    }

    private void awaitVisit() {
        Instant end = Instant.now().plusSeconds(90);
        while (visits.isEmpty() && Instant.now().isBefore(end)) {
            Bus.pause();
        }
        assertThat(visits).as("connections").isNotEmpty();
    }

    /** Puts the mail into the state where it was refused for now at its private address and waits for the next attempt. */
    private void deferredAtThePrivateAddress(WhenUnusable whenUnusable) {
        provider.rule(domain, account, PRIVATE, whenUnusable);
        provider.settled();
        send();
        List<MailEvent> events = bus.awaitEvents(id, e -> !e.isEmpty());
        assertThat(events.getFirst()).isInstanceOf(MailEvent.Deferred.class);
        assertThat(bound(events)).isEqualTo(PRIVATE);
    }

    private void send() {
        String message = "From: news@" + domain + "\r\nSubject: x\r\n\r\nhello\r\n";
        bus.raw(id, account, "news@" + domain, List.of("ann@moving.test"), message);
    }

    private MailEvent end() {
        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(events).filteredOn(MailEvent::terminal).hasSize(1);
        return events.stream().filter(MailEvent::terminal).findFirst().orElseThrow();
    }

    private void held(HoldReason reason) {
        Predicate<List<MailEvent>> any = e -> e.stream().anyMatch(MailEvent.Held.class::isInstance);
        bus.awaitEvents(id, any);
        assertThat(holds())
                .singleElement()
                .satisfies(held -> assertThat(held.holdReason()).isEqualTo(reason));
    }

    private List<MailEvent.Held> holds() {
        return bus.events(id).stream()
                .filter(MailEvent.Held.class::isInstance)
                .map(MailEvent.Held.class::cast)
                .toList();
    }

    private List<String> addressesAfterTheFirstShared() {
        return bus.events(id).stream()
                .map(e -> e.dialogue().boundAddress())
                .dropWhile(address -> !address.equals(Provider.SHARED))
                .toList();
    }

    private static String bound(List<MailEvent> events) {
        return events.isEmpty() ? null : events.getLast().dialogue().boundAddress();
    }
}
