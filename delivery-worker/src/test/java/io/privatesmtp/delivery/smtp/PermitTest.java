package io.privatesmtp.delivery.smtp;

import static io.privatesmtp.delivery.smtp.Playground.ACCEPT;
import static io.privatesmtp.delivery.smtp.Playground.HASTY;
import static io.privatesmtp.delivery.smtp.Playground.PATIENT;
import static io.privatesmtp.delivery.smtp.Playground.UNTIL_DOT;
import static io.privatesmtp.delivery.smtp.Playground.WELCOME;
import static io.privatesmtp.delivery.smtp.Playground.await;
import static io.privatesmtp.delivery.smtp.Playground.only;
import static io.privatesmtp.delivery.smtp.Playground.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PermitTest {
    @RegisterExtension
    private final Playground playground = new Playground();

    @Test
    void withoutAPermitNothingIsDelivered() {
        var server = playground.server(ACCEPT);

        var report =
                playground.send(server, PATIENT, Letter.to("bob@rcpt.test").withPermit(Future.succeededFuture(false)));

        assertThat(report.abandoned()).isTrue();
        assertThat(only(report)).isInstanceOf(TransientFailure.class);
        Awaitility.await()
                .untilAsserted(() -> assertThat(visit(server).surprises()).hasSize(1));
        assertThat(visit(server).contents()).isEmpty();
    }

    @Test
    void failedPermitCountsAsNone() {
        var report = playground.send(
                playground.server(ACCEPT),
                PATIENT,
                Letter.to("bob@rcpt.test").withPermit(Future.failedFuture("the partition is lost")));

        assertThat(report.abandoned()).isTrue();
        assertThat(only(report)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void dotWaitsForThePermit() {
        var server = playground.server(ACCEPT);
        Promise<Boolean> permit = Promise.promise();
        var session = playground.session(server);

        var report = session.send(Letter.to("bob@rcpt.test").withPermit(permit.future()));
        Awaitility.await().until(() -> visit(server).lines().contains("DATA"));
        assertThat(report.isComplete()).isFalse();
        permit.complete(true);

        assertThat(only(await(report))).isInstanceOf(Accepted.class);
    }

    @Test
    void permitThatNeverComesEndsWithTheTransaction() {
        Promise<Boolean> never = Promise.promise();

        var report = playground.send(
                playground.server(UNTIL_DOT), HASTY, Letter.to("bob@rcpt.test").withPermit(never.future()));
        never.complete(true);

        assertThat(only(report)).isInstanceOf(TransientFailure.class);
    }

    @Test
    void transactionThatMayNotBeginSaysNoMail() {
        var server = playground.server(WELCOME + "C: QUIT\nS: 221 bye");

        var report = playground.send(server, PATIENT, Letter.to("bob@rcpt.test").stopped());

        assertThat(report.abandoned()).isTrue();
        assertThat(visit(server).lines()).containsExactly("EHLO out.sender.test", "QUIT");
    }

    @Test
    void abortedSessionEndsItsTransaction() {
        Promise<Boolean> permit = Promise.promise();
        var server = playground.server(ACCEPT);
        var session = playground.session(server);

        var report = session.send(Letter.to("bob@rcpt.test").withPermit(permit.future()));
        Awaitility.await().until(() -> visit(server).lines().contains("DATA"));
        session.abort();

        assertThat(only(await(report))).isInstanceOf(TransientFailure.class);
        assertThat(await(report).abandoned()).isTrue();
        assertThat(session.reusable()).isFalse();
    }
}
