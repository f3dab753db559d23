package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.UNTIL_DOT;
import static io.privatesmtp.delivery.smtp.Playground.WELCOME;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.PermanentFailure;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RefusedMailTest {
    private static final String ENVELOPE = "C: MAIL FROM:*\nC: RCPT TO:*\nC: DATA\n";

    @RegisterExtension
    private final Playground playground = new Playground();

    /** A dialogue in which the server replies with this code at this stage. */
    private static String refusing(Stage stage, String reply) {
        return switch (stage) {
            case GREETING -> "S: " + reply + "\nC: QUIT";
            case EHLO -> "S: 220 hi\nC: EHLO *\nS: " + reply + "\nC: QUIT";
            case MAIL_FROM -> WELCOME + ENVELOPE + "S: " + reply + "\nS: 503 no\nS: 503 no\nC: QUIT";
            case RCPT_TO -> WELCOME + ENVELOPE + "S: 250 ok\nS: " + reply + "\nS: 503 no\nC: QUIT";
            case DATA -> WELCOME + ENVELOPE + "S: 250 ok\nS: 250 ok\nS: " + reply + "\nC: QUIT";
            case END_OF_DATA -> UNTIL_DOT + "S: " + reply + "\nC: QUIT";
            default -> throw new IllegalArgumentException(stage.name());
        };
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void permanentRefusalKeepsItsReply(Stage stage) {
        var report = playground.send(refusing(stage, "550 5.7.1 not you"), Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(PermanentFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(stage);
        assertThat(only(report).reply().code()).isEqualTo(550);
        assertThat(only(report).reply().enhanced()).hasToString("5.7.1");
        assertThat(only(report).reply().text()).isEqualTo("5.7.1 not you");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void transientRefusalKeepsItsReply(Stage stage) {
        var report = playground.send(refusing(stage, "451 4.7.1 later"), Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(stage);
        assertThat(only(report).reply().code()).isEqualTo(451);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void closingReplyEndsTheSession(Stage stage) {
        var session = playground.session(playground.server(refusing(stage, "421 4.3.2 closing")));

        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().stage()).isEqualTo(stage);
        assertThat(session.reusable()).isFalse();
    }

    @Test
    void everyRecipientHasItsOwnVerdict() {
        var server = playground.server(WELCOME + """
                C: MAIL FROM:*
                C: RCPT TO:<bob@rcpt.test>
                C: RCPT TO:<cid@rcpt.test>
                C: RCPT TO:<dan@rcpt.test>
                C: DATA
                S: 250 ok
                S: 550 5.1.1 no such user
                S: 250 ok
                S: 450 4.2.2 full
                S: 354 ok
                content
                S: 250 2.0.0 queued
                C: QUIT
                """);

        var report = playground.send(
                server, Playground.PATIENT, Letter.to("bob@rcpt.test", "cid@rcpt.test", "dan@rcpt.test"));

        assertThat(report.verdicts().get(0)).isInstanceOf(PermanentFailure.class);
        assertThat(report.verdicts().get(0).reply().text()).isEqualTo("5.1.1 no such user");
        assertThat(report.verdicts().get(1)).isInstanceOf(Accepted.class);
        assertThat(report.verdicts().get(2)).isInstanceOf(TransientFailure.class);
        assertThat(visit(server).contents()).hasSize(1);
    }

    @Test
    void tooManyRecipientsIsNotTheRecipientsFault() {
        var report = playground.send(WELCOME + """
                C: MAIL FROM:*
                C: RCPT TO:*
                C: RCPT TO:*
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 552 too many
                S: 354 ok
                content
                S: 250 ok
                C: QUIT
                """, Letter.to("bob@rcpt.test", "cid@rcpt.test"));

        assertThat(report.verdicts().get(1)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void withoutARecipientOnlyTheDotIsSent() {
        var server = playground.server(WELCOME + ENVELOPE + """
                S: 250 ok
                S: 550 no such user
                S: 354 go ahead all the same
                C: .
                S: 554 no valid recipients
                C: QUIT
                """);

        var report = playground.send(server, Playground.PATIENT, Letter.to("bob@rcpt.test"));

        assertThat(only(report).reply().text()).isEqualTo("no such user");
        assertThat(visit(server).surprises()).isEmpty();
    }

    @Test
    void serverThatWantsDataAfterItRefusedMailGetsNoDot() {
        var server = playground.server(WELCOME + ENVELOPE + "S: 550 no\nS: 250 ok\nS: 354 go ahead\nC: .");

        var report = playground.send(server, Playground.PATIENT, Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(PermanentFailure.class);
        assertThat(visit(server).lines()).doesNotContain(".");
    }

    @Test
    void dangerousAddressesNeverReachTheServer() {
        var server =
                playground.server(WELCOME + ENVELOPE + "S: 250 ok\nS: 250 ok\nS: 354 ok\ncontent\nS: 250 ok\nC: QUIT");

        var report = playground.send(
                server, Playground.PATIENT, Letter.to("bob@rcpt.test", "x@rcpt.test>\r\nRSET", "a<b@rcpt.test"));

        assertThat(report.verdicts().get(0)).isInstanceOf(Accepted.class);
        assertThat(report.verdicts().subList(1, 3)).hasOnlyElementsOfType(PermanentFailure.class);
        assertThat(visit(server).surprises()).isEmpty();
    }

    @Test
    void dangerousSenderIsRefusedWithoutAConnection() {
        var server = playground.server("S: 220 hi");

        var report = playground.send(
                server, Playground.PATIENT, Letter.to("bob@rcpt.test").from("a\u0000b@sender.test"));

        assertThat(only(report)).isInstanceOf(PermanentFailure.class);
        assertThat(server.visits()).isEmpty();
    }

    @Test
    void addressBeyondAsciiNeedsTheServersHelp() {
        var report = playground.send(WELCOME + "C: QUIT", Letter.to("jürgen@rcpt.test"));

        assertThat(only(report)).isInstanceOf(PermanentFailure.class);
        assertThat(only(report).reply().enhanced()).hasToString("5.6.7");
    }

    /** RFC 5321 section 4.5.3.2.6: who goes before the reply makes the server send the message twice. */
    @Test
    void aTransactionThatTookLongStillHasAllTheTimeForItsLastReply() {
        var server = playground.server(UNTIL_DOT + "slow: 250 2.0.0 " + "slowly ".repeat(43) + "\nC: QUIT");
        var each = Duration.ofSeconds(20);
        var timeouts = new SmtpTimeouts(each, each, each, each, each, Duration.ofSeconds(5));

        var report = playground.send(server, timeouts, Letter.to("bob@rcpt.test"));

        assertThat(only(report)).isInstanceOf(Accepted.class);
    }

    @Test
    void contentWithABareLineFeedIsNotSent() {
        var server = playground.server(WELCOME + "C: QUIT");

        var report = playground.send(
                server,
                Playground.PATIENT,
                Letter.to("bob@rcpt.test").saying("a: b\r\n\r\nx\n.\nMAIL FROM:<>\r\n".getBytes()));

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        assertThat(only(report).reply().text()).contains("a bare CR or LF at offset 9");
        assertThat(visit(server).surprises()).isEmpty();
    }
}
