package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.UNTIL_DOT;
import static io.privatesmtp.delivery.smtp.Playground.WELCOME;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Uncertain;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that stop, lie or flood: every send ends, and never with more than is known. */
class HostileServerTest {
    private static final Map<Stage, String> UP_TO = Map.of(
            Stage.GREETING,
            "",
            Stage.EHLO,
            "S: 220 hi\nC: EHLO *\n",
            Stage.MAIL_FROM,
            WELCOME + "C: MAIL FROM:*\nC: RCPT TO:*\nC: DATA\n",
            Stage.RCPT_TO,
            WELCOME + "C: MAIL FROM:*\nC: RCPT TO:*\nC: DATA\nS: 250 ok\n",
            Stage.DATA,
            WELCOME + "C: MAIL FROM:*\nC: RCPT TO:*\nC: DATA\nS: 250 ok\nS: 250 ok\n",
            Stage.END_OF_DATA,
            UNTIL_DOT);

    @RegisterExtension
    private final Playground playground = new Playground();

    private void assertEndsWithoutReply(TransactionReport report, Stage stage) {
        assertThat(only(report)).isInstanceOf(stage == Stage.END_OF_DATA ? Uncertain.class : TransientFailure.class);
        assertThat(only(report).reply().code()).isZero();
        assertThat(only(report).reply().stage()).isEqualTo(stage);
        assertThat(report.connected()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void silenceEndsAtTheDeadline(Stage stage) {
        var report = playground.send(
                playground.server(UP_TO.get(stage) + "hang"), Playground.hastyAt(stage), Letter.to("bob@rcpt.test"));

        assertEndsWithoutReply(report, stage);
        assertThat(only(report).reply().text()).contains("took too long");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void closedConnectionEndsTheTransaction(Stage stage) {
        assertEndsWithoutReply(playground.send(UP_TO.get(stage), Letter.to("bob@rcpt.test")), stage);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "GREETING", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void resetConnectionEndsTheTransaction(Stage stage) {
        assertEndsWithoutReply(playground.send(UP_TO.get(stage) + "reset", Letter.to("bob@rcpt.test")), stage);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECT", "STARTTLS", "AUTH"},
            mode = Mode.EXCLUDE)
    void tenMegabytesWithoutALineEndAreNotRead(Stage stage) {
        assertEndsWithoutReply(playground.send(UP_TO.get(stage) + "flood 10000000", Letter.to("bob@rcpt.test")), stage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "250_no", "150 no", "600 no", "25 no", "250-a\\r\\n251 b", "\\r\\n"})
    void whatIsNotAReplyEndsTheSession(String nonsense) {
        var session = playground.session(playground.server("S+: " + nonsense + "\\r\\nC: *"));

        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertEndsWithoutReply(report, Stage.GREETING);
        assertThat(session.reusable()).isFalse();
    }

    @Test
    void endlessReplyIsCutOff() {
        String endless =
                "loop\nS: 220-and another thing that I wanted to say about this mail server of mine is the following";

        assertEndsWithoutReply(playground.send(endless, Letter.to("bob@rcpt.test")), Stage.GREETING);
    }

    @Test
    void resetInTheMidstOfTheContentIsATransientFailure() {
        byte[] large = "0123456789\r\n".repeat(1_000_000).getBytes();

        var report = playground.send(
                playground.server(UP_TO.get(Stage.DATA) + "S: 354 go\nread 100000\nreset"),
                Playground.PATIENT,
                Letter.to("bob@rcpt.test").saying(large));

        assertEndsWithoutReply(report, Stage.DATA);
    }

    @Test
    void serverThatDoesNotReadTheContentIsGivenUp() {
        byte[] large = "0123456789\r\n".repeat(3_000_000).getBytes();
        // It reads nothing more, and does not notice that the client goes.
        String deaf = UP_TO.get(Stage.DATA) + "S: 354 go\nsleep";

        var report = playground.send(
                playground.server(deaf),
                Playground.hastyAt(Stage.DATA),
                Letter.to("bob@rcpt.test").saying(large));

        assertEndsWithoutReply(report, Stage.DATA);
    }

    @Test
    void refusalInTheMidstOfTheContentCounts() {
        byte[] large = "0123456789\r\n".repeat(3_000_000).getBytes();

        var report = playground.send(
                playground.server(UP_TO.get(Stage.DATA) + "S: 354 go\nread 100000\nS: 552 5.3.4 too big\nhang"),
                Playground.PATIENT,
                Letter.to("bob@rcpt.test").saying(large));

        assertThat(only(report)).isInstanceOf(TransactionReport.Verdict.PermanentFailure.class);
        assertThat(only(report).reply().text()).isEqualTo("5.3.4 too big");
    }

    @Test
    void unansweredQuitDoesNotKeepTheSession() {
        var session = playground.session(playground.server(UNTIL_DOT + "S: 250 ok\nhang"));

        var report = await(session.send(Letter.to("bob@rcpt.test")));
        await(session.quit());

        assertThat(only(report)).isInstanceOf(Accepted.class);
        assertThat(session.reusable()).isFalse();
    }

    @Test
    void controlCharactersDoNotReachTheReport() {
        var report = playground.send("S+: 554 go \u001b[31maway\u0000 now\\r\\n\nC: QUIT", Letter.to("bob@rcpt.test"));

        assertThat(only(report).reply().text()).isEqualTo("go  [31maway  now");
    }
}
