package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.egress.Way;
import io.privatesmtp.delivery.egress.Ways;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session: one mail client, one connection, one event loop. */
final class GuardedSession implements SmtpSession {
    private final Context context;
    private final SessionSpec spec;
    private final SmtpTimeouts timeouts;
    private final Ways ways;
    private final Dialling dialling;
    private final Deadline deadline;
    private final MailClient client;

    private @Nullable Exchange exchange;
    private @Nullable Dialogue dialogue;
    private boolean dialled;
    private volatile @Nullable Way way;
    private volatile boolean over;
    private volatile boolean busy;
    /** The server takes no mail without TLS. */
    private volatile boolean unwanted;

    private volatile int transactions;

    GuardedSession(
            Vertx vertx, Context context, SessionSpec spec, SmtpTimeouts timeouts, NetClients netClients, Ways ways) {
        this.context = context;
        this.spec = spec;
        this.timeouts = timeouts;
        this.ways = ways;
        this.dialling = new Dialling(vertx, context, spec, timeouts.connect(), netClients, ways);
        this.deadline = new Deadline(vertx, this::timedOut);
        this.client = MailClient.create(
                GuardedVertx.around(vertx, new GuardedNetClient(this::dial)), Placeholder.config(spec));
    }

    @Override
    public SessionSpec spec() {
        return spec;
    }

    @Override
    public int transactions() {
        return transactions;
    }

    @Override
    public boolean reusable() {
        Way taken = way;
        return !over && !busy && !unwanted && (taken == null || ways.open(Ip.text(spec.source()), taken));
    }

    @Override
    public Future<TransactionReport> send(Transaction transaction) {
        var next = new Exchange(transaction);
        context.runOnContext(v -> begin(next));
        return next.report();
    }

    private void begin(Exchange next) {
        if (over || exchange != null) {
            String why = over ? "the session is over" : "the session is busy";
            next.transcript().decide(Fault.LOCAL.at(Stage.MAIL_FROM, why));
            next.end(report(next, Obstacle.STALE_SESSION));
            return;
        }
        if (!next.worthConnecting()) {
            next.end(report(next, null));
            return;
        }
        exchange = next;
        busy = true;
        deadline.transaction(timeouts.transaction());
        if (dialogue != null) {
            dialogue.begin(next);
        }
        client.sendMail(Placeholder.message(next.named()), outcome -> clientFinished(next, outcome));
    }

    /** The one connection of this session: to the vetted address, from the source address. */
    private Future<NetSocket> dial() {
        if (dialled || exchange == null) {
            return Future.failedFuture("a session has one connection");
        }
        dialled = true;
        deadline.stage(timeouts.connect());
        return dialling.connect().transform(this::dialled);
    }

    private Future<NetSocket> dialled(AsyncResult<Connection> connection) {
        Exchange first = exchange;
        if (over || first == null) {
            connection.map(c -> c.socket().close());
            return Future.failedFuture("the session is over");
        }
        if (connection.failed()) {
            failed(connection.cause());
            return Future.failedFuture(connection.cause());
        }
        way = connection.result().way();
        dialogue = new Dialogue(connection.result(), context, spec, timeouts, deadline, this::ended);
        return Future.succeededFuture(dialogue.open(first));
    }

    private void failed(Throwable cause) {
        if (cause instanceof SourceUnusable) {
            end(Fault.SOURCE_UNUSABLE, String.valueOf(cause.getMessage()), Obstacle.SOURCE_UNUSABLE);
        } else {
            end(Fault.NO_CONNECTION, "no connection: " + cause.getMessage(), Obstacle.UNREACHABLE);
        }
    }

    private void timedOut() {
        if (dialogue != null) {
            dialogue.wire().timedOut();
        } else {
            end(Fault.TIMED_OUT, "no connection within " + timeouts.connect(), Obstacle.UNREACHABLE);
        }
    }

    /** The end of a session that has no dialogue. */
    private void end(Fault fault, String sentence, @Nullable Obstacle obstacle) {
        if (exchange != null) {
            exchange.transcript().decide(fault.at(Stage.CONNECT, sentence));
        }
        ended(obstacle);
    }

    private void clientFinished(Exchange finished, AsyncResult<MailResult> outcome) {
        if (exchange != finished) {
            return;
        }
        if (outcome.failed()) {
            // It fails only where its connection did, which was reported; this is for what nobody thought of.
            finished.transcript().decide(Fault.LOCAL.at(Stage.MAIL_FROM, "the mail client failed: " + outcome.cause()));
            abort();
        } else {
            finish(null);
        }
    }

    private void ended(@Nullable Obstacle obstacle) {
        if (!over) {
            over = true;
            if (dialogue == null) {
                deadline.cancel();
                dialling.abandon();
            }
            finish(moved() ? Obstacle.SOURCE_UNUSABLE : obstacle);
            context.runOnContext(v -> client.close(closed -> {}));
        }
    }

    /** Cut off before the final dot, because its address is not where it was: that says nothing about the server. */
    private boolean moved() {
        Way taken = way;
        return taken != null
                && exchange != null
                && exchange.transcript().cutOffBeforeDot()
                && !exchange.abandoned()
                && !ways.open(Ip.text(spec.source()), taken);
    }

    private void finish(@Nullable Obstacle obstacle) {
        Exchange finished = exchange;
        if (finished == null) {
            return;
        }
        exchange = null;
        if (dialogue != null) {
            dialogue.rest();
        }
        if (!over) {
            deadline.clear();
        }
        transactions++;
        busy = false;
        finished.end(report(finished, obstacle));
    }

    private TransactionReport report(Exchange finished, @Nullable Obstacle obstacle) {
        Wire wire = dialogue == null ? null : dialogue.wire();
        boolean withoutTls = dialogue != null && dialogue.withoutTls();
        List<Verdict> verdicts = finished.transcript().verdicts(withoutTls);
        boolean tlsWanted =
                withoutTls && OutcomeTable.wantsTls(verdicts.getFirst().reply());
        unwanted |= tlsWanted;
        return new TransactionReport(
                verdicts,
                wire == null ? null : wire.origin(),
                spec.ehlo(),
                wire == null ? null : wire.tls(),
                finished.abandoned(),
                wire != null,
                obstacle == null && tlsWanted ? Obstacle.TLS_WANTED : obstacle);
    }

    @Override
    public Future<Void> quit() {
        Promise<Void> gone = Promise.promise();
        context.runOnContext(v -> {
            if (dialogue == null) {
                end(Fault.STOPPED, "the session was ended", null);
                gone.complete();
            } else {
                if (exchange == null) {
                    dialogue.quit();
                } else {
                    dialogue.abort();
                }
                dialogue.wire().closed().onComplete(gone);
            }
        });
        return gone.future();
    }

    @Override
    public void abort() {
        context.runOnContext(v -> {
            if (dialogue != null) {
                dialogue.abort();
            } else {
                end(Fault.STOPPED, "the session was aborted", null);
            }
        });
    }
}
