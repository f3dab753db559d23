package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.Stage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailResult;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A session: one mail client, one connection, one event loop. */
final class GuardedSession implements SmtpSession {
    private final Context context;
    private final SessionSpec spec;
    private final SmtpTimeouts timeouts;
    private final NetClients netClients;
    private final Deadline deadline;
    private final MailClient client;

    private @Nullable Exchange exchange;
    private @Nullable Dialogue dialogue;
    private boolean dialled;
    private volatile boolean over;
    private volatile boolean busy;
    private volatile int transactions;

    GuardedSession(Vertx vertx, Context context, SessionSpec spec, SmtpTimeouts timeouts, NetClients netClients) {
        this.context = context;
        this.spec = spec;
        this.timeouts = timeouts;
        this.netClients = netClients;
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
        return !over && !busy;
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
        return netClients.of(spec.source(), spec.tls()).connect(remote()).transform(this::dialled);
    }

    private SocketAddress remote() {
        try {
            // With the host's name, for SNI and the certificate's check, and its pinned address, so that nobody
            // resolves.
            String host = spec.hop().host();
            String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            var pinned = InetAddress.getByAddress(name, spec.hop().address().getAddress());
            return SocketAddress.inetSocketAddress(
                    new InetSocketAddress(pinned, spec.hop().port()));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }

    private Future<NetSocket> dialled(AsyncResult<NetSocket> connection) {
        Exchange first = exchange;
        if (over || first == null) {
            connection.map(NetSocket::close);
            return Future.failedFuture("the session is over");
        }
        if (connection.failed()) {
            failed(connection.cause());
            return Future.failedFuture(connection.cause());
        }
        var opened = new Dialogue(connection.result(), context, spec, timeouts, deadline, this::ended);
        InetAddress bound = opened.wire().bound();
        if (bound == null || !bound.equals(spec.source())) {
            opened.wire().close();
            if (bound == null) {
                end(Fault.NO_CONNECTION, "the connection was lost at once", Obstacle.UNREACHABLE);
            } else {
                end(Fault.SOURCE_UNUSABLE, "the socket got the address " + text(bound), Obstacle.SOURCE_UNUSABLE);
            }
            return Future.failedFuture("no connection from the source address");
        }
        dialogue = opened;
        return Future.succeededFuture(opened.open(first));
    }

    private void failed(Throwable cause) {
        if (cause instanceof BindException || cause.getCause() instanceof BindException) {
            end(
                    Fault.SOURCE_UNUSABLE,
                    "the source address " + text(spec.source()) + " could not be bound: " + cause.getMessage(),
                    Obstacle.SOURCE_UNUSABLE);
        } else {
            end(Fault.NO_CONNECTION, "no connection: " + cause.getMessage(), Obstacle.UNREACHABLE);
        }
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
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
            }
            finish(obstacle);
            context.runOnContext(v -> client.close(closed -> {}));
        }
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
        return new TransactionReport(
                finished.transcript().verdicts(),
                wire == null ? null : wire.bound(),
                spec.ehlo(),
                wire == null ? null : wire.tls(),
                finished.abandoned(),
                wire != null,
                obstacle);
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
