package io.privatesmtp.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.BoundBy;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.EgressPresence;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.delivery.egress.OtherHost;
import io.privatesmtp.embedded.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail whose address is on another host leaves from there, whichever worker got it. */
@QuarkusTest
@QuarkusTestResource(value = KafkaResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = SmallInternet.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = Doors.class, restrictToAnnotatedClass = true)
class DoorsTest {
    private static final String HERE = "127.0.0.11";
    private static final String ELSEWHERE = "127.0.0.12";
    private static final String MOVING = "127.0.0.13";
    private static final String MESSAGE = "From: a@x.test\r\nSubject: x\r\n\r\nhello\r\n";

    private final Bus bus = new Bus();
    private final String id = UUID.randomUUID().toString();
    private final List<OtherHost> hosts = new ArrayList<>();

    @BeforeEach
    void rules() {
        bus.table(Topics.ACCOUNTS, "acme", new AccountEntry("acme", AccountState.OPEN, null, null, 1));
        source("127.0.0.10", SourceKind.SHARED);
        source(HERE, SourceKind.PRIVATE);
        source(ELSEWHERE, SourceKind.PRIVATE);
        source(MOVING, SourceKind.PRIVATE);
        rule("here.test", HERE);
        rule("elsewhere.test", ELSEWHERE);
        rule("moving.test", MOVING);
    }

    @AfterEach
    void close() {
        hosts.forEach(OtherHost::close);
        bus.close();
    }

    @Test
    void everyMessageLeavesFromTheHostThatHasItsAddress() {
        OtherHost other = host("other", ELSEWHERE);

        for (int i = 0; i < 20; i++) {
            send("here.test", i);
            send("elsewhere.test", i);
        }

        for (int i = 0; i < 20; i++) {
            MailEvent fromHere = delivered("here.test", i);
            assertThat(fromHere.dialogue().boundBy()).isEqualTo(BoundBy.SOCKET);
            assertThat(fromHere.dialogue().boundAddress()).isEqualTo(HERE);
            MailEvent fromElsewhere = delivered("elsewhere.test", i);
            assertThat(fromElsewhere.dialogue().boundBy()).isEqualTo(BoundBy.DOOR);
            assertThat(fromElsewhere.dialogue().boundAddress()).isEqualTo(ELSEWHERE);
            assertThat(fromElsewhere.dialogue().door()).isEqualTo(other.door().toString());
        }
        assertThat(peers("here.test")).hasSize(20).containsOnly(HERE);
        assertThat(peers("elsewhere.test")).hasSize(20).containsOnly(ELSEWHERE);
    }

    @Test
    void mailOfARouteWithAPortOfItsOwnLeavesFromThereToo() {
        OtherHost other = host("other", ELSEWHERE);

        bus.raw(id("elsewhere.test", 0), "acme", "a@elsewhere.test", List.of("ann@partner.test"), MESSAGE);

        assertThat(delivered("elsewhere.test", 0).dialogue().door())
                .isEqualTo(other.door().toString());
        assertThat(Doors.partner.received())
                .singleElement()
                .satisfies(received -> assertThat(received.peerIp()).isEqualTo(ELSEWHERE));
    }

    @Test
    void mailFollowsAnAddressThatMovesAndWaitsWhileNobodyHasIt() {
        OtherHost first = host("first", MOVING);
        send("moving.test", 0);
        assertThat(delivered("moving.test", 0).dialogue().door())
                .isEqualTo(first.door().toString());

        first.loses(MOVING);
        for (int i = 1; i <= 10; i++) {
            send("moving.test", i);
        }
        Awaitility.await()
                .until(() -> bus.events(id("moving.test", 10)).stream().anyMatch(MailEvent.Held.class::isInstance));
        OtherHost second = host("second", MOVING);

        for (int i = 1; i <= 10; i++) {
            assertThat(delivered("moving.test", i).dialogue().door())
                    .isEqualTo(second.door().toString());
        }
        assertThat(peers("moving.test")).hasSize(11).containsOnly(MOVING);
    }

    @Test
    void aWorkerAnnouncesWhatItsHostHasAndNothingElse() {
        Awaitility.await().until(() -> announced(HERE) != null && announced("127.0.0.10") != null);

        assertThat(announced(HERE).door()).startsWith("127.0.0.1:");
        assertThat(announced("127.0.0.14")).isNull();

        bus.table(Topics.SOURCES, HERE, null);
        Awaitility.await().until(() -> announced(HERE) == null);
    }

    /** What this worker, which has no name among those of the tests, says last of an address. */
    private EgressPresence announced(String ip) {
        EgressPresence last = null;
        for (var row : bus.all(Topics.PRESENCE)) {
            String key = new String(row.key());
            if (key.startsWith(ip + "/") && !key.endsWith("/other")) {
                last = row.value() == null ? null : Json.read(row.value(), EgressPresence.class);
            }
        }
        return last;
    }

    private OtherHost host(String worker, String ip) {
        OtherHost host = new OtherHost(Set.of(SmallInternet.receiver.port(), Doors.partner.port()), ip)
                .announcedAs(worker, KafkaResource.bootstrapServers());
        hosts.add(host);
        return host;
    }

    private String id(String domain, int i) {
        return domain + "-" + i + "-" + id;
    }

    private void send(String domain, int i) {
        bus.raw(id(domain, i), "acme", "a@" + domain, List.of(domain + "." + i + "@rcpt.test"), MESSAGE);
    }

    private MailEvent delivered(String domain, int i) {
        List<MailEvent> events = bus.awaitEvents(id(domain, i), e -> e.stream().anyMatch(MailEvent::terminal));
        assertThat(events).isNotEmpty();
        assertThat(events.getLast()).isInstanceOf(MailEvent.Delivered.class);
        return events.getLast();
    }

    private static List<String> peers(String domain) {
        return SmallInternet.receiver.received().stream()
                .filter(r -> r.from().equals("a@" + domain))
                .map(r -> r.peerIp())
                .toList();
    }

    private void source(String ip, SourceKind kind) {
        String account = kind == SourceKind.PRIVATE ? "acme" : null;
        bus.table(
                Topics.SOURCES,
                ip,
                new SourceAddress(ip, kind, account, "mail.test", null, SourceState.ACTIVE, null, null, 1));
    }

    private void rule(String domain, String ip) {
        bus.table(
                Topics.RULES,
                domain,
                new RoutingRule(
                        domain, "acme", false, List.of(new WeightedSource(ip, 1)), WhenUnusable.HOLD, null, null, 1));
    }
}
