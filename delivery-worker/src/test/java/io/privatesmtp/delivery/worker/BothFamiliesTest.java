package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rule with an IPv4 and an IPv6 address, and hosts that have one of them, or both. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = DualInternet.class, restrictToAnnotatedClass = true)
class BothFamiliesTest {
    private static final int ENOUGH_FOR_BOTH = 12;

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void rule() {
        for (String ip : List.of("127.0.0.11", "::1")) {
            bus.table(
                    Topics.SOURCES,
                    ip,
                    new SourceAddress(
                            ip, SourceKind.PRIVATE, "acme", "mail.test", null, SourceState.ACTIVE, null, null, 1));
        }
        bus.table(Topics.ACCOUNTS, "acme", new AccountEntry("acme", AccountState.OPEN, null, null, 1));
        bus.table(
                Topics.RULES,
                "dual.test",
                new RoutingRule(
                        "dual.test",
                        "acme",
                        false,
                        List.of(new WeightedSource("127.0.0.11", 1), new WeightedSource("::1", 1)),
                        WhenUnusable.HOLD,
                        null,
                        null,
                        1));
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @CsvSource({"four.test, 127.0.0.11", "six.test, ::1"})
    void mailLeavesFromTheAddressWhoseFamilyTheHostHas(String domain, String source) {
        for (int i = 0; i < ENOUGH_FOR_BOTH; i++) {
            send(id + i, List.of("ann@" + domain));
        }

        for (int i = 0; i < ENOUGH_FOR_BOTH; i++) {
            MailEvent event = ends(id + i, 1).getFirst();
            assertThat(event).isInstanceOf(MailEvent.Delivered.class);
            assertThat(event.dialogue().boundAddress()).isEqualTo(source);
            assertThat(event.dialogue().route().rule()).isEqualTo("dual.test");
            assertThat(event.message().attempt()).isEqualTo(1);
        }
    }

    @Test
    void eachRecipientOfAMessageIsReachedByItsFamily() {
        for (int i = 0; i < ENOUGH_FOR_BOTH / 3; i++) {
            send(id + i, List.of("ann@four.test", "bob@six.test"));
        }

        for (int i = 0; i < ENOUGH_FOR_BOTH / 3; i++) {
            assertThat(ends(id + i, 2))
                    .extracting(
                            e -> e.message().recipient() + " " + e.dialogue().boundAddress())
                    .containsExactlyInAnyOrder("ann@four.test 127.0.0.11", "bob@six.test ::1");
        }
    }

    @Test
    void whoHasNoAddressOfEitherFamilyIsToldSo() {
        send(id, List.of("ann@none.test"));

        MailEvent event = ends(id, 1).getFirst();

        assertThat(event).isInstanceOf(MailEvent.Bounced.class);
        assertThat(event.dialogue().reply().enhanced()).hasToString("5.4.4");
    }

    private void send(String message, List<String> to) {
        bus.raw(message, "acme", "news@dual.test", to, "From: news@dual.test\r\nSubject: x\r\n\r\nhello\r\n");
    }

    private List<MailEvent> ends(String message, int count) {
        List<MailEvent> ends = new ArrayList<>(bus.awaitEvents(
                message, e -> e.stream().filter(MailEvent::terminal).count() == count));
        ends.removeIf(e -> !e.terminal());
        return ends;
    }
}
