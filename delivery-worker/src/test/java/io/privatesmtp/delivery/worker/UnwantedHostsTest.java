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
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the DNS and the addresses of strangers say, no connection goes where no mail server of somebody else can be. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = WalledInternet.class, restrictToAnnotatedClass = true)
class UnwantedHostsTest {
    private static final String MESSAGE = "From: a@walled.test\r\n\r\nhello\r\n";

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();
    private Listeners listeners;

    @BeforeEach
    void tables() throws IOException {
        Stream<InetAddress> addresses = Stream.concat(UnwantedHost.all(4).stream(), UnwantedHost.all(6).stream())
                .map(UnwantedHost::listenable)
                .filter(Objects::nonNull);
        listeners = new Listeners(addresses.toList(), WalledInternet.receiver.port());
        bus.table(Topics.ACCOUNTS, "walled", new AccountEntry("walled", AccountState.OPEN, null, null, 1));
        rule("walled4.test", "127.0.0.11");
        rule("walled6.test", "::1");
    }

    @AfterEach
    void close() {
        listeners.close();
        bus.close();
    }

    @Test
    void noConnectionGoesToAnUnwantedHost() throws IOException {
        assertThat(listeners.at())
                .contains(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.99"))
                .hasSizeGreaterThan(5);
        assertThat(UnwantedHost.all(4).size() + UnwantedHost.all(6).size()).isGreaterThan(60);

        assertAllBounceUnconnected(4);
        assertAllBounceUnconnected(6);

        // The port is the right one, and the listeners hear what comes.
        assertThat(listeners.visitors()).isEmpty();
        bus.raw(id + "good", "walled", "a@walled4.test", List.of("bob@rcpt.test"), MESSAGE);
        assertThat(bus.awaitEvents(id + "good", e -> !e.isEmpty()).getFirst()).isInstanceOf(MailEvent.Delivered.class);
        try (var caller = new java.net.Socket("127.0.0.99", WalledInternet.receiver.port())) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> listeners.visitors().size() == 1);
        }
    }

    private void assertAllBounceUnconnected(int family) throws IOException {
        List<UnwantedHost> hosts = UnwantedHost.all(family);
        for (UnwantedHost host : hosts) {
            host.publish(WalledInternet.names);
        }
        bus.raw(
                id + family,
                "walled",
                "a@walled" + family + ".test",
                hosts.stream().map(UnwantedHost::recipient).toList(),
                MESSAGE);

        List<MailEvent> events = bus.awaitEvents(
                id + family, e -> e.stream().filter(MailEvent::terminal).count() >= hosts.size());

        assertThat(events)
                .hasSameSizeAs(hosts)
                .allSatisfy(event -> assertThat(event)
                        .as(event.message().recipient())
                        .isInstanceOfSatisfying(MailEvent.Bounced.class, bounced -> {
                            assertThat(bounced.dialogue().mx()).isNull();
                            assertThat(bounced.dialogue().boundAddress()).isNull();
                        }));
    }

    /** Between the answer that is vetted and the connection nobody asks again. */
    @Test
    void nameThatMovesToAnUnwantedHostIsNotFollowed() {
        WalledInternet.names.ttl(Duration.ZERO).a("moving.test", "127.0.0.21").a("moving.test", "127.0.0.99");
        bus.raw(id, "walled", "a@walled4.test", List.of("bob@moving.test"), MESSAGE);
        assertThat(bus.awaitEvents(id, e -> !e.isEmpty()).getFirst()).isInstanceOf(MailEvent.Delivered.class);

        WalledInternet.names.remove("moving.test").a("moving.test", "127.0.0.99");
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            String next = UUID.randomUUID().toString();
            bus.raw(next, "walled", "a@walled4.test", List.of("bob@moving.test"), MESSAGE);
            assertThat(bus.awaitEvents(next, e -> !e.isEmpty()).getFirst()).isInstanceOf(MailEvent.Bounced.class);
        });
        assertThat(listeners.visitors()).isEmpty();
    }

    private void rule(String domain, String ip) {
        bus.table(
                Topics.SOURCES,
                ip,
                new SourceAddress(
                        ip, SourceKind.PRIVATE, "walled", "mail.test", null, SourceState.ACTIVE, null, null, 1));
        bus.table(
                Topics.RULES,
                domain,
                new RoutingRule(domain, "walled", false, List.of(new WeightedSource(ip, 1)), null, null, null, 1));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> RestAssured.given()
                                .auth()
                                .preemptive()
                                .basic("operator", "secret")
                                .get("/v1/rules/" + domain)
                                .statusCode()
                        == 200);
    }
}
