package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.ACCEPT;
import static io.privatesmtp.delivery.smtp.Playground.PATIENT;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SourceAddressTest {
    @RegisterExtension
    private final Playground playground = new Playground();

    @Test
    void addressThatTheHostDoesNotHaveSendsNothing() {
        var server = playground.server(ACCEPT);
        var session = playground.session(server, PATIENT, "203.0.113.9", TlsLevel.NONE);

        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(report.obstacle()).isEqualTo(Obstacle.SOURCE_UNUSABLE);
        assertThat(report.connected()).isFalse();
        assertThat(report.bound()).isNull();
        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.CONNECT);
        assertThat(only(report).reply().text()).contains("203.0.113.9 could not be bound");
        assertThat(session.reusable()).isFalse();
        assertThat(server.visits()).isEmpty();
    }

    @Test
    void refusedConnectionIsNotTheSourcesFault() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        var session = playground.session(
                "mx.test", InetAddress.ofLiteral("127.0.0.1"), free, PATIENT, "127.0.0.2", TlsLevel.NONE);

        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(report.obstacle()).isEqualTo(Obstacle.UNREACHABLE);
        assertThat(report.connected()).isFalse();
        assertThat(only(report).reply().stage()).isEqualTo(Stage.CONNECT);
    }

    @Test
    void nameOfTheHostIsNeverResolved() {
        var server = playground.server(ACCEPT);
        var session = playground.session(
                "localhost", InetAddress.ofLiteral("127.0.0.1"), server.port(), PATIENT, "127.0.0.3", TlsLevel.NONE);

        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(report.bound().getHostAddress()).isEqualTo("127.0.0.3");
    }
}
