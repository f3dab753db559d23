package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.message.WireTarget;
import io.privatesmtp.delivery.smtp.Obstacle;
import io.privatesmtp.delivery.smtp.SessionSpec;
import io.privatesmtp.delivery.smtp.SmtpSession;
import io.privatesmtp.delivery.smtp.Transaction;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A site on virtual time: it counts its connections and answers as the test says. */
final class PlayedSite {
    /** What becomes of a transaction, and how long that takes. */
    record Mood(Duration after, Stage stage, int code, String text) {
        static final Mood GOOD = new Mood(Duration.ofMillis(50), Stage.END_OF_DATA, 250, "2.0.0 OK");
        static final Mood GONE = new Mood(Duration.ofSeconds(30), Stage.CONNECT, 0, "no connection");
        static final Mood BUSY = new Mood(Duration.ofMillis(5), Stage.GREETING, 421, "4.3.2 Not now");
        static final Mood TOO_MUCH =
                new Mood(Duration.ofMillis(20), Stage.MAIL_FROM, 421, "4.7.0 Too many messages from your address");
        static final Mood GREYLISTING = new Mood(Duration.ofMillis(20), Stage.RCPT_TO, 450, "4.7.1 Greylisted");
        static final Mood TARPIT = new Mood(Duration.ofMinutes(5), Stage.END_OF_DATA, 250, "2.0.0 OK at last");
    }

    final class Session implements SmtpSession {
        private final SessionSpec spec;
        private Promise<TransactionReport> underWay;
        private int transactions;
        private boolean over;

        private Session(SessionSpec spec) {
            this.spec = spec;
        }

        @Override
        public SessionSpec spec() {
            return spec;
        }

        @Override
        public Future<TransactionReport> send(Transaction transaction) {
            Promise<TransactionReport> promise = Promise.promise();
            underWay = promise;
            arrived.add(transaction);
            transaction.content(WireTarget.ANYTHING);
            Mood now = mood;
            loop.after(now.after, () -> answer(promise, now, !transaction.mayBegin()));
            return promise.future();
        }

        private void answer(Promise<TransactionReport> promise, Mood was, boolean stopped) {
            if (underWay != promise) {
                return;
            }
            underWay = null;
            transactions++;
            if (was.code == 0 || was.code == 421 || was.stage == Stage.GREETING) {
                close();
            }
            promise.complete(report(was, stopped));
        }

        private TransactionReport report(Mood was, boolean stopped) {
            SmtpReply reply = new SmtpReply(was.stage, was.code, null, was.text);
            Verdict verdict = was.code == 250 ? new Verdict.Accepted(reply) : new Verdict.TransientFailure(reply);
            boolean unreachable = was.stage == Stage.CONNECT;
            return new TransactionReport(
                    List.of(verdict),
                    null,
                    spec.ehlo(),
                    null,
                    stopped,
                    !unreachable,
                    unreachable ? Obstacle.UNREACHABLE : null);
        }

        @Override
        public int transactions() {
            return transactions;
        }

        @Override
        public boolean reusable() {
            return !over && underWay == null;
        }

        @Override
        public Future<Void> quit() {
            Promise<Void> gone = Promise.promise();
            if (clinging) {
                return gone.future();
            }
            loop.after(Duration.ofMillis(10), () -> {
                close();
                gone.complete();
            });
            return gone.future();
        }

        @Override
        public void abort() {
            Promise<TransactionReport> stopped = underWay;
            underWay = null;
            close();
            if (stopped != null) {
                stopped.complete(report(mood, true));
            }
        }

        private void close() {
            if (!over) {
                over = true;
                connections--;
                longestSession = Math.max(longestSession, transactions);
            }
        }
    }

    private final VirtualLoop loop;
    private final List<Transaction> arrived = new ArrayList<>();
    private int connections;
    private int mostConnections;
    private int longestSession;
    private Mood mood = Mood.GOOD;
    private boolean clinging;

    PlayedSite(VirtualLoop loop) {
        this.loop = loop;
    }

    SmtpSession connect(SessionSpec spec) {
        connections++;
        mostConnections = Math.max(mostConnections, connections);
        return new Session(spec);
    }

    /** From now on no connection comes to its end. */
    void cling() {
        clinging = true;
    }

    void mood(Mood now) {
        mood = now;
    }

    /** Every transaction that was begun, in order. */
    List<Transaction> arrived() {
        return arrived;
    }

    int connections() {
        return connections;
    }

    /** At a time, since the last question. */
    int mostConnections() {
        int most = mostConnections;
        mostConnections = connections;
        return most;
    }

    /** Transactions on one connection. */
    int longestSession() {
        return longestSession;
    }
}
