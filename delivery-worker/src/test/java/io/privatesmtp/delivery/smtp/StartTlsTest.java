package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.PATIENT;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import io.privatesmtp.internet.script.ScriptedServer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class StartTlsTest {
    private static final String OFFER = "S: 220 hi\nC: EHLO *\nS: 250-mx.test\nS: 250-PIPELINING\nS: 250 STARTTLS\n";
    private static final String ENVELOPE = """
            C: MAIL FROM:*
            C: RCPT TO:*
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 ok
            content
            S: 250 ok
            C: QUIT
            """;
    static final String ENCRYPTED =
            OFFER + "C: STARTTLS\nS: 220 go\nstarttls\nC: EHLO *\nS: 250-mx.test\nS: 250 PIPELINING\n" + ENVELOPE;

    @RegisterExtension
    private final Playground playground = new Playground();

    private TransactionReport send(ScriptedServer server, String host, TlsLevel tls) {
        var session = playground.session(host, server.address(), server.port(), PATIENT, "127.0.0.1", tls);
        var report = await(session.send(Letter.to("bob@rcpt.test")));
        await(session.quit());
        return report;
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = Mode.EXCLUDE)
    void offeredTlsIsUsed(TlsLevel level) {
        var report = send(playground.server(ENCRYPTED), "a.mx.test", level);

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(report.tls().protocol()).isEqualTo("TLSv1.3");
        assertThat(report.tls().cipher()).startsWith("TLS_");
        assertThat(report.tls().verified()).isEqualTo(level == TlsLevel.VERIFY);
    }

    @Test
    void offerIsIgnoredWhereTlsIsNotWanted() {
        var report = send(playground.server(OFFER + ENVELOPE), "mx.test", TlsLevel.NONE);

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(report.tls()).isNull();
    }

    @Test
    void certificateOfAnotherHostIsNotVerified() {
        var report = send(playground.server(ENCRYPTED), "other.example", TlsLevel.VERIFY);

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.STARTTLS);
        assertThat(report.obstacle()).isEqualTo(Obstacle.TLS_HANDSHAKE);
    }

    @Test
    void anyCertificateDoesWhereNoneIsChecked() {
        assertThat(only(send(playground.server(ENCRYPTED), "other.example", TlsLevel.MAY)))
                .isInstanceOf(Accepted.class);
    }

    /** RFC 7672 section 2.2: the certificate is looked at before anything is said to the server. */
    @Test
    void aCertificateThatDoesNotPassTheCheckGetsNothing() {
        var server = playground.server(OFFER + "C: STARTTLS\nS: 220 go\nstarttls\nC: *");

        var report = send(server, new Pin("CN=elsewhere"));

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.STARTTLS);
        assertThat(only(report).reply().text()).contains("not CN=elsewhere");
        assertThat(report.tls()).isNull();
        assertThat(report.obstacle()).isEqualTo(Obstacle.TLS_HANDSHAKE);
        assertThat(visit(server).lines()).containsExactly("EHLO out.sender.test", "STARTTLS");
    }

    @Test
    void aCertificateThatPassesTheCheckIsVerified() {
        var report = send(playground.server(ENCRYPTED), new Pin("CN=mx.test"));

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(report.tls().verified()).isTrue();
        assertThat(report.tls().policy()).isEqualTo("pin");
    }

    private TransactionReport send(ScriptedServer server, CertificateCheck check) {
        var hop = new NextHop("mx.example", server.address(), server.port(), Terms.of(check));
        var session = playground.session(hop, PATIENT, TlsLevel.ENCRYPT);
        var report = await(session.send(Letter.to("bob@rcpt.test")));
        await(session.quit());
        return report;
    }

    private record Pin(String subject) implements CertificateCheck {
        @Override
        public String policy() {
            return "pin";
        }

        @Override
        public void check(List<X509Certificate> chain) throws CertificateException {
            if (!chain.getFirst().getSubjectX500Principal().getName().equals(subject)) {
                throw new CertificateException("the server is not " + subject);
            }
        }
    }

    @Test
    void plaintextAfterTheReplyToStartTlsKillsTheConnection() {
        var server = playground.server(
                OFFER + "C: STARTTLS\nS+: 220 go\\r\\n250-mx.test\\r\\n250 EVIL\\r\\n\nstarttls\n" + ENVELOPE);

        var report = send(server, "mx.test", TlsLevel.MAY);

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().text()).contains("data after its reply to STARTTLS");
        assertThat(visit(server).contents()).isEmpty();
    }

    @Test
    void brokenHandshakeAsksForASessionInTheClear() {
        var server = playground.server(OFFER + "C: STARTTLS\nS: 220 go\nS: 250 no TLS here\nhang");

        var report = send(server, "mx.test", TlsLevel.MAY);

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.STARTTLS);
    }

    @Test
    void closedHandshakeAsksForASessionInTheClear() {
        var report = send(playground.server(OFFER + "C: STARTTLS\nS: 220 go\n"), "mx.test", TlsLevel.MAY);

        assertThat(report.obstacle()).isEqualTo(Obstacle.TLS_HANDSHAKE);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.STARTTLS);
    }

    @Test
    void refusedStartTlsGoesOnInTheClearWhereItMay() {
        var server = playground.server(OFFER + "C: STARTTLS\nS: 454 4.7.0 not now\n" + ENVELOPE);

        var report = send(server, "mx.test", TlsLevel.MAY);

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(report.tls()).isNull();
    }

    /** RFC 3207 section 4: what did not work this time may the next. */
    @Test
    void aServerThatInsistsOnTheTlsThatDidNotWorkIsAskedAgain() {
        var server =
                playground.server(OFFER + "C: MAIL FROM:*\nS: 530 5.7.0 Must issue a STARTTLS command first\nhang");
        var hop = new NextHop("mx.test", server.address(), server.port());
        var session = playground.session(hop, PATIENT, TlsLevel.NONE);

        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(report.obstacle()).isEqualTo(Obstacle.TLS_WANTED);
        assertThat(session.reusable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ENCRYPT", "VERIFY"})
    void refusedStartTlsEndsWhereItMust(TlsLevel level) {
        var report = send(playground.server(OFFER + "C: STARTTLS\nS: 554 5.7.0 never\nC: QUIT"), "mx.test", level);

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().code()).isEqualTo(554);
    }

    @ParameterizedTest
    @EnumSource(names = {"ENCRYPT", "VERIFY"})
    void serverWithoutTlsGetsNothingWhereItMust(TlsLevel level) {
        var server = playground.server("S: 220 hi\nC: EHLO *\nS: 250 mx.test\nC: QUIT");

        var report = send(server, "mx.test", level);

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(Stage.STARTTLS);
        assertThat(visit(server).lines()).containsExactly("EHLO out.sender.test", "QUIT");
    }
}
