package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.PATIENT;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import io.privatesmtp.internet.script.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4954. */
class LoginTest {
    private static final String GREETING = "S: 220 hi\nC: EHLO *\nS: 250-mx.test\n";
    /** NUL us NUL secret (RFC 4616). */
    private static final String PLAIN = "AHVzAHNlY3JldA==";

    private static final String ENVELOPE = """
            C: MAIL FROM:*
            S: 250 ok
            C: RCPT TO:*
            S: 250 ok
            C: DATA
            S: 354 ok
            content
            S: 250 ok
            C: QUIT
            """;

    @RegisterExtension
    private final Playground playground = new Playground();

    @Test
    void theServerGetsUserAndPasswordUnderTlsAndOnce() {
        var server = playground.server(GREETING + "S: 250 STARTTLS\nC: STARTTLS\nS: 220 go\nstarttls\n"
                + "C: EHLO *\nS: 250-mx.test\nS: 250 AUTH LOGIN PLAIN\nC: AUTH PLAIN *\nS: 235 2.7.0 welcome\n"
                + ENVELOPE);

        assertThat(only(send(server, TlsLevel.VERIFY))).isInstanceOf(Accepted.class);
        assertThat(visit(server).lines())
                .startsWith("EHLO out.sender.test", "STARTTLS", "EHLO out.sender.test", "AUTH PLAIN " + PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: 250 AUTH LOGIN XOAUTH2\n", "S: 250 AUTH=LOGIN\n", "S: 250 auth login\n"})
    void loginIsSaidInPartsWhereTheServerHasNoPlain(String offer) {
        var server = playground.server(GREETING + offer
                + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dXM=\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 235 ok\n"
                + ENVELOPE);

        assertThat(only(send(server, TlsLevel.MAY))).isInstanceOf(Accepted.class);
        assertThat(visit(server).surprises()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "S: 535 5.7.8 no, secret is wrong",
                "S: 454 4.7.0 secret not now",
                "S: 421 4.3.0 secret bye",
                "S: 334 tell me more",
            })
    void aRefusedLoginMakesTheMailWaitAndTheReplyIsNotRepeated(String reply) {
        var server = playground.server(GREETING + "S: 250 AUTH PLAIN\nC: AUTH PLAIN *\n" + reply + "\nC: QUIT\n");

        var verdict = only(send(server, TlsLevel.MAY));

        assertThat(verdict).isInstanceOf(TransientFailure.class);
        assertThat(verdict.reply().text())
                .contains("the server refused our login with " + reply.substring(3, 6))
                .doesNotContain("secret");
        assertThat(verdict.reply().enhanced()).hasToString("4.7.8");
        assertThat(visit(server).lines()).doesNotContain("MAIL FROM:<ann@sender.test>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"S: 250 AUTH GSSAPI", "S: 250 HELP"})
    void aServerWithoutALoginThatWeHaveGetsNothing(String offer) {
        var verdict = only(send(playground.server(GREETING + offer + "\nC: QUIT\n"), TlsLevel.MAY));

        assertThat(verdict).isInstanceOf(TransientFailure.class);
        assertThat(verdict.reply().text()).contains("offers no login");
    }

    @Test
    void whereStartTlsIsRefusedAndTheClearAllowedTheLoginFollowsInTheClear() {
        var server = playground.server(GREETING + "S: 250-STARTTLS\nS: 250 AUTH PLAIN\nC: STARTTLS\nS: 454 not now\n"
                + "C: AUTH PLAIN *\nS: 235 ok\n" + ENVELOPE);

        assertThat(only(send(server, TlsLevel.MAY))).isInstanceOf(Accepted.class);
    }

    private TransactionReport send(ScriptedServer server, TlsLevel tls) {
        var hop = new NextHop("a.mx.test", server.address(), server.port(), Terms.of(tls, new Login("us", "secret")));
        var session = playground.session(hop, PATIENT, tls);
        var report = await(session.send(Letter.to("bob@rcpt.test")));
        await(session.quit());
        return report;
    }
}
