package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail beyond an account's quota of shared addresses, or beyond an address's daily allowance, waits. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
class QuotaTest {
    private static final String MESSAGE = "From: a@free.test\r\nSubject: x\r\n\r\nhello\r\n";

    private final Bus bus = new Bus();
    private final Provider provider = new Provider(bus);
    private final String id = UUID.randomUUID().toString();
    private final String account = "q-" + id.substring(0, 8);

    @BeforeEach
    void tables() {
        provider.shared();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void theSixthOfFiveIsHeldOnceAndLeavesWhenTheLimitIsRaised() {
        provider.account(account, AccountState.OPEN, new AccountLimits(5, 100));
        provider.settled();
        bus.raw(id, account, "news@" + account + ".test", recipients(6), MESSAGE);

        List<MailEvent> first = bus.awaitEvents(id, e -> e.size() >= 6);
        bus.awaitLooks(id, 2);
        assertThat(delivered(bus.events(id))).hasSize(5);
        assertThat(bus.events(id)).hasSize(6);
        assertThat(first.stream().filter(MailEvent.Held.class::isInstance).map(MailEvent.Held.class::cast))
                .singleElement()
                .satisfies(held -> {
                    assertThat(held.holdReason()).isEqualTo(HoldReason.QUOTA);
                    assertThat(held.message().attempt()).isZero();
                });
        Provider.operator()
                .get("/v1/usage/" + account)
                .then()
                .statusCode(200)
                .body("usedToday", Matchers.equalTo(5), "limits.perHour", Matchers.equalTo(5));

        provider.account(account, AccountState.OPEN, new AccountLimits(6, 100));

        assertThat(delivered(bus.awaitEvents(id, e -> delivered(e).size() == 6)))
                .hasSize(6);
    }

    @Test
    void mailThatLeavesByAPrivateAddressIsNotCounted() {
        provider.account(account, AccountState.OPEN, new AccountLimits(0, 0));
        provider.source("127.0.0.14", SourceKind.PRIVATE, account, null);
        provider.rule(account + ".test", account, "127.0.0.14", WhenUnusable.HOLD);
        provider.settled();

        bus.raw(id, account, "news@" + account + ".test", List.of(account + "@rcpt.test"), MESSAGE);

        assertThat(delivered(bus.awaitEvents(id, e -> !e.isEmpty()))).hasSize(1);
    }

    @Test
    void beyondItsAllowanceTheMailOfAnAddressWaitsOrLeavesByASharedOneAsTheRuleSays() {
        provider.account(account, AccountState.OPEN);
        provider.source("127.0.0.15", SourceKind.PRIVATE, account, 0L);
        provider.rule(account + ".test", account, "127.0.0.15", WhenUnusable.HOLD);
        provider.settled();
        bus.raw(id, account, "news@" + account + ".test", List.of(account + "@rcpt.test"), MESSAGE);
        MailEvent held = bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();
        assertThat(((MailEvent.Held) held).holdReason()).isEqualTo(HoldReason.SOURCE_UNUSABLE);

        provider.rule(account + ".test", account, "127.0.0.15", WhenUnusable.SHARED);

        List<MailEvent> events = bus.awaitEvents(id, e -> !delivered(e).isEmpty());
        assertThat(events.getLast().dialogue().boundAddress()).isEqualTo(Provider.SHARED);
    }

    @Test
    void theThirdOfAnAllowanceOfTwoWaitsForTheNextDay() {
        provider.account(account, AccountState.OPEN);
        provider.source("127.0.0.17", SourceKind.PRIVATE, account, 2L);
        provider.rule(account + ".test", account, "127.0.0.17", WhenUnusable.HOLD);
        provider.settled();

        bus.raw(id, account, "news@" + account + ".test", recipients(3), MESSAGE);

        bus.awaitEvents(id, e -> e.size() >= 3);
        bus.awaitLooks(id, 2);
        assertThat(delivered(bus.events(id)))
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.dialogue().boundAddress()).isEqualTo("127.0.0.17"));
        assertThat(bus.events(id))
                .hasSize(3)
                .anySatisfy(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                MailEvent.Held.class,
                                held -> assertThat(held.holdReason()).isEqualTo(HoldReason.SOURCE_UNUSABLE)));
    }

    @Test
    void mailThatWaitsForAQuotaUntilItsExpiryBounces() {
        provider.account(account, AccountState.OPEN, new AccountLimits(0, 0));
        provider.settled();
        bus.json(id, """
                {"id": "%s", "account": "%s", "envelope": {"from": "a@free.test", "to": ["%s@rcpt.test"]},
                 "content": {"from": "a@free.test", "subject": "x", "text": "y"}, "expiresAt": "%s"}""".formatted(id, account, account, Instant.now().plusSeconds(6)));

        List<MailEvent> events = bus.awaitEvents(id, e -> e.stream().anyMatch(MailEvent::terminal));

        assertThat(events).hasSize(2);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        MailEvent.Held.class,
                        held -> assertThat(held.holdReason()).isEqualTo(HoldReason.QUOTA));
        assertThat(events.getLast())
                .isInstanceOfSatisfying(
                        MailEvent.Bounced.class,
                        bounced -> assertThat(bounced.category()).isEqualTo(Category.EXPIRED));
        assertThat(Provider.received(account + "@rcpt.test")).isEmpty();
    }

    private List<String> recipients(int n) {
        return IntStream.range(0, n).mapToObj(i -> account + i + "@rcpt.test").toList();
    }

    private static List<MailEvent> delivered(List<MailEvent> events) {
        return events.stream().filter(MailEvent.Delivered.class::isInstance).toList();
    }
}
