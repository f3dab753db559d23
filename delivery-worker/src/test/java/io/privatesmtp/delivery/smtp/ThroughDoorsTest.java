package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.ACCEPT;
import static io.privatesmtp.delivery.smtp.Playground.HASTY;
import static io.privatesmtp.delivery.smtp.Playground.PATIENT;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.BoundBy;
import io.privatesmtp.delivery.egress.DoorKey;
import io.privatesmtp.delivery.egress.Endpoint;
import io.privatesmtp.delivery.egress.OtherHost;
import io.privatesmtp.delivery.egress.Way;
import io.privatesmtp.delivery.egress.Ways;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.internet.script.ScriptedServer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThroughDoorsTest {
    private static final String SOURCE = "127.0.0.51";

    @RegisterExtension
    private final Playground playground = new Playground();

    private final ScriptedServer server = playground.server(ACCEPT);
    private final List<Way> failed = new ArrayList<>();
    private final List<Way> unverified = new ArrayList<>();

    @Test
    void mailLeavesFromTheAddressThatTheDoorsHostHas() {
        try (var host = new OtherHost(server.port(), SOURCE)) {
            var report = send(server, PATIENT, host.way());

            assertThat(only(report)).isInstanceOf(Accepted.class);
            assertThat(report.origin())
                    .isEqualTo(new BoundSource(
                            report.bound(), BoundBy.DOOR, host.door().toString()));
            assertThat(report.bound().getHostAddress()).isEqualTo(SOURCE);
            assertThat(visit(server).peer().getHostAddress()).isEqualTo(SOURCE);
            assertThat(visit(server).surprises()).isEmpty();
        }
    }

    @Test
    void tlsIsSpokenWithTheServerAndNotWithTheDoor() {
        ScriptedServer encrypted = playground.server(StartTlsTest.ENCRYPTED);
        try (var host = new OtherHost(encrypted.port(), SOURCE)) {
            var session = playground.session(
                    "a.mx.test",
                    encrypted.address(),
                    encrypted.port(),
                    PATIENT,
                    SOURCE,
                    TlsLevel.VERIFY,
                    ways(host.way()));

            var report = await(session.send(Letter.to("bob@rcpt.test")));

            assertThat(only(report)).isInstanceOf(Accepted.class);
            assertThat(report.tls().verified()).isTrue();
            assertThat(report.origin().by()).isEqualTo(BoundBy.DOOR);
        }
    }

    @Test
    void aDoorWithoutTheAddressIsPassedByForOneThatHasIt() {
        try (var without = new OtherHost(server.port());
                var with = new OtherHost(server.port(), SOURCE)) {
            var report = send(server, PATIENT, without.way(), with.way());

            assertThat(only(report)).isInstanceOf(Accepted.class);
            assertThat(report.origin().door()).isEqualTo(with.door().toString());
            assertThat(failed).containsExactly(without.way());
        }
    }

    @Test
    void whereNobodyHasTheAddressNothingIsSent() {
        try (var without = new OtherHost(server.port())) {
            assertUnusable(send(server, PATIENT, without.way()));
            assertUnusable(send(server, PATIENT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.52"})
    void aDoorThatBindsAnotherAddressSendsNothing(String reported) throws IOException {
        try (var proxy = MiniProxy.reporting(reported)) {
            assertUnusable(send(server, PATIENT, new Way.Door("w", proxy.endpoint())));
            assertThat(failed).hasSize(1);
        }
    }

    @Test
    void aDoorThatSaysNothingIsNoUse() throws IOException {
        try (var proxy = MiniProxy.silent()) {
            assertUnusable(send(server, HASTY, new Way.Door("w", proxy.endpoint())));
            assertThat(failed).hasSize(1);
        }
    }

    @Test
    void aDoorThatIsGoneIsNoUse() {
        Endpoint gone;
        try (var host = new OtherHost(server.port(), SOURCE)) {
            gone = host.door();
        }
        assertUnusable(send(server, PATIENT, new Way.Door("w", gone)));
    }

    @Test
    void aTargetThatCannotBeReachedIsNotTheDoorsFault() {
        try (var host = new OtherHost(server.port(), SOURCE)) {
            server.close();
            var report = send(server, PATIENT, host.way());

            assertThat(report.obstacle()).isEqualTo(Obstacle.UNREACHABLE);
            assertThat(report.origin()).isNull();
            assertThat(failed).isEmpty();
        }
    }

    @Test
    void aProxyThatSaysWhatItBoundIsBelieved() throws IOException {
        try (var proxy = MiniProxy.reporting(SOURCE)) {
            var report = send(server, PATIENT, new Way.Proxy(proxy.endpoint(), false));

            assertThat(only(report)).isInstanceOf(Accepted.class);
            assertThat(report.origin().by()).isEqualTo(BoundBy.DOOR);
        }
    }

    @Test
    void aProxyThatDoesNotSayWhatItBoundIsRefusedUnlessThatIsAllowed() throws IOException {
        try (var proxy = MiniProxy.reporting("0.0.0.0")) {
            var strict = new Way.Proxy(proxy.endpoint(), false);
            assertUnusable(send(server, PATIENT, strict));
            assertThat(unverified).containsExactly(strict);

            var report = send(server, PATIENT, new Way.Proxy(proxy.endpoint(), true));

            assertThat(only(report)).isInstanceOf(Accepted.class);
            assertThat(report.origin())
                    .isEqualTo(new BoundSource(
                            null, BoundBy.UNVERIFIED, proxy.endpoint().toString()));
        }
    }

    @Test
    void aProxyThatFailsIsNotUsedPast() throws IOException {
        try (var proxy = MiniProxy.refusing(1)) {
            assertUnusable(send(server, PATIENT, new Way.Proxy(proxy.endpoint(), true)));
            assertThat(failed).hasSize(1);
        }
    }

    @Test
    void aSessionWhoseAddressMovedIsNotUsedOn() {
        try (var host = new OtherHost(server.port(), SOURCE)) {
            List<Way> now = new ArrayList<>(List.of(host.way()));
            var session = playground.session(
                    "mx.test", server.address(), server.port(), PATIENT, SOURCE, TlsLevel.NONE, ways(now));
            await(session.send(Letter.to("bob@rcpt.test")));
            assertThat(session.reusable()).isTrue();

            now.clear();

            assertThat(session.reusable()).isFalse();
        }
    }

    private TransactionReport send(ScriptedServer to, SmtpTimeouts timeouts, Way... open) {
        var session =
                playground.session("mx.test", to.address(), to.port(), timeouts, SOURCE, TlsLevel.NONE, ways(open));
        TransactionReport report = await(session.send(Letter.to("bob@rcpt.test")));
        await(session.quit());
        return report;
    }

    private void assertUnusable(TransactionReport report) {
        assertThat(report.obstacle()).isEqualTo(Obstacle.SOURCE_UNUSABLE);
        assertThat(report.origin()).isNull();
        assertThat(server.visits()).allSatisfy(v -> assertThat(v.lines()).isEmpty());
    }

    private Ways ways(Way... open) {
        return ways(Arrays.asList(open));
    }

    private Ways ways(List<Way> open) {
        return new Ways() {
            @Override
            public List<Way> from(String ip) {
                return List.copyOf(open);
            }

            @Override
            public String password(String ip, Endpoint target) {
                return new DoorKey(OtherHost.SECRET).password(ip, target, Instant.now());
            }

            @Override
            public void failed(String ip, Way way, String why) {
                failed.add(way);
            }

            @Override
            public void unverified(String ip, Way way) {
                unverified.add(way);
            }
        };
    }
}
