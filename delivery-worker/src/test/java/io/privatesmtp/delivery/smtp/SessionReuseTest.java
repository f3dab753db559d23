package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.WELCOME;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.PermanentFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionReuseTest {
    private static final String ONE = """
            C: MAIL FROM:*
            C: RCPT TO:*
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 ok
            content
            S: 250 ok
            """;

    @RegisterExtension
    private final Playground playground = new Playground();

    @Test
    void threeMessagesShareAConnection() {
        var server = playground.server(WELCOME + ONE + ONE + ONE + "C: QUIT\nS: 221 bye");
        var session = playground.session(server);

        for (int i = 1; i <= 3; i++) {
            assertThat(session.reusable()).isTrue();
            assertThat(only(await(session.send(Letter.to("r" + i + "@rcpt.test")))))
                    .isInstanceOf(Accepted.class);
            assertThat(session.transactions()).isEqualTo(i);
        }
        await(session.quit());

        assertThat(server.visits()).hasSize(1);
        assertThat(visit(server).contents()).hasSize(3);
        assertThat(visit(server).surprises()).isEmpty();
        assertThat(visit(server).lines()).contains("RCPT TO:<r3@rcpt.test>").doesNotContain("RSET");
    }

    @Test
    void refusalLeavesTheConnectionGood() {
        var server = playground.server(WELCOME + """
                C: MAIL FROM:*
                C: RCPT TO:*
                C: DATA
                S: 250 ok
                S: 550 no such user
                S: 503 no recipients
                C: RSET
                S: 250 ok
                """ + ONE + "C: QUIT\nS: 221 bye");
        var session = playground.session(server);

        var refused = await(session.send(Letter.to("nobody@rcpt.test")));
        assertThat(session.reusable()).isTrue();
        var accepted = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(only(refused)).isInstanceOf(PermanentFailure.class);
        assertThat(only(accepted)).isInstanceOf(Accepted.class);
        assertThat(visit(server).surprises()).isEmpty();
    }

    @Test
    void stoppedTransactionLeavesTheConnectionGood() {
        var session = playground.session(playground.server(WELCOME + ONE));

        await(session.send(Letter.to("bob@rcpt.test").stopped()));
        var accepted = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(only(accepted)).isInstanceOf(Accepted.class);
    }

    @Test
    void serverThatClosesAnIdleSessionIsNoticed() {
        var session = playground.session(playground.server(WELCOME + ONE + "S: 421 idle too long"));

        await(session.send(Letter.to("bob@rcpt.test")));
        Awaitility.await().until(() -> !session.reusable());
        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(report.obstacle()).isEqualTo(Obstacle.STALE_SESSION);
    }

    @Test
    void serverThatEndsTheSessionAtMailAsksForANewOne() {
        var session = playground.session(
                playground.server(WELCOME + ONE + "C: MAIL FROM:*\nS: 421 4.7.0 one at a time, please\nC: *"));

        await(session.send(Letter.to("bob@rcpt.test")));
        var report = await(session.send(Letter.to("bob@rcpt.test")));

        assertThat(report.obstacle()).isEqualTo(Obstacle.STALE_SESSION);
        assertThat(only(report).reply().code()).isEqualTo(421);
        assertThat(session.reusable()).isFalse();
    }

    @Test
    void secondTransactionAtTheSameTimeIsTurnedAway() {
        var session = playground.session(playground.server(WELCOME + ONE));

        var first = session.send(Letter.to("bob@rcpt.test"));
        var second = session.send(Letter.to("cid@rcpt.test"));

        assertThat(only(await(second)).reply().text()).isEqualTo("the session is busy");
        assertThat(only(await(first))).isInstanceOf(Accepted.class);
    }

    @Test
    void endedSessionsLeaveNothingBehind() {
        var server = playground.server(WELCOME + ONE + "C: QUIT\nS: 221 bye");

        for (int i = 0; i < 20; i++) {
            var session = playground.session(server);
            await(session.send(Letter.to("bob@rcpt.test")));
            await(session.quit());
        }

        Awaitility.await()
                .untilAsserted(() -> assertThat(playground.mailClients()).isZero());
    }
}
