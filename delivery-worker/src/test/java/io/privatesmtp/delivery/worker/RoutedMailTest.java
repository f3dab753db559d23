package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail that goes where the operator says and not where DNS says. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = RoutedInternet.class, restrictToAnnotatedClass = true)
class RoutedMailTest {
    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void source() {
        new Provider(bus).shared();
    }

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void mailTakesTheRouteOfItsDomainFromItsSourceAddress() {
        MailEvent event = sent("ann@routed.test");

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.dialogue().boundAddress()).isEqualTo("127.0.0.10");
        assertThat(event.dialogue().mx().port()).isEqualTo(RoutedInternet.partner.port());
        assertThat(RoutedInternet.partner.received())
                .filteredOn(r -> r.to().contains("ann@routed.test"))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.peerIp()).isEqualTo("127.0.0.10");
                });
    }

    /** RFC 6531 section 3.4: SMTPUTF8 is a demand of the whole transaction, which a server without it refuses as a whole. */
    @Test
    void recipientsBeyondAsciiHaveATransactionOfTheirOwn() {
        bus.raw(
                id,
                null,
                "news@nobody.test",
                List.of("eva@routed.test", "jürgen@routed.test", "max@routed.test"),
                "From: news@nobody.test\r\nSubject: x\r\n\r\nhello\r\n");

        bus.awaitEvents(id, e -> e.size() == 3);

        assertThat(RoutedInternet.partner.received())
                .extracting(r -> String.join(" ", r.to()))
                .contains("eva@routed.test max@routed.test", "jürgen@routed.test");
    }

    @Test
    void theRestGoesToTheSmartHostWithALoginUnderVerifiedTls() {
        MailEvent event = sent("ann@elsewhere.test");

        assertThat(event).isInstanceOf(MailEvent.Delivered.class);
        assertThat(event.dialogue().mx().host()).isEqualTo("smart.mx.test");
        assertThat(event.dialogue().tls().policy()).isEqualTo("verify");
        assertThat(event.dialogue().tls().verified()).isTrue();
        assertThat(event.toString()).doesNotContain(RoutedInternet.PASSWORD);
        assertThat(RoutedInternet.smart.visits())
                .filteredOn(visit -> visit.lines().contains("RCPT TO:<ann@elsewhere.test>"))
                .singleElement()
                .satisfies(visit -> {
                    assertThat(visit.surprises()).isEmpty();
                    assertThat(visit.peer().getHostAddress()).isEqualTo("127.0.0.10");
                    assertThat(visit.contents()).hasSize(1);
                });
    }

    @Test
    void aRouteIntoANetworkThatIsNotAllowedIsNotTaken() {
        MailEvent event = sent("ann@inside.test");

        assertThat(event).isInstanceOf(MailEvent.Deferred.class);
        assertThat(event.dialogue().reply().text())
                .contains("The route of inside.test leads nowhere")
                .contains("10.0.0.1 (private)");
        assertThat(event.dialogue().boundAddress()).isNull();
    }

    private MailEvent sent(String recipient) {
        bus.raw(
                id,
                null,
                "news@nobody.test",
                List.of(recipient),
                "From: news@nobody.test\r\nSubject: x\r\n\r\nhello\r\n");
        return bus.awaitEvents(id, e -> !e.isEmpty()).getFirst();
    }
}
