package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.Obstacle;
import io.privatesmtp.delivery.smtp.SmtpSession;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.smtp.TransactionReport;
import java.time.Duration;

/**
 * One job under way. Within one attempt a stale session is replaced, broken TLS gone without, and the next address tried where
 * one cannot be reached.
 */
final class Errand {
    /** Hears once what came of it. */
    interface Ended {
        void ended(Errand errand, TransactionReport report);
    }

    /** An attempt turns to no further host when it is older: a domain can have twenty that say nothing for minutes. */
    private static final Duration LONGEST_SEARCH = Duration.ofMinutes(20);

    private final LaneJob job;
    private final SessionPool pool;
    private final PlainHosts plainHosts;
    private final EventLoop loop;
    private final Ended ended;
    private final long sinceNanos;
    private SmtpSession session;
    private int hop;
    /** In this attempt, which therefore does not go back to it. */
    private boolean tlsFailed;

    Errand(LaneJob job, SmtpSession session, SessionPool pool, PlainHosts plainHosts, EventLoop loop, Ended ended) {
        this.job = job;
        this.session = session;
        this.pool = pool;
        this.plainHosts = plainHosts;
        this.loop = loop;
        this.ended = ended;
        this.sinceNanos = loop.nanos();
        this.hop = Math.max(0, job.hops().indexOf(session.spec().hop()));
    }

    LaneJob job() {
        return job;
    }

    SmtpSession session() {
        return session;
    }

    /** The last one tried. */
    NextHop hop() {
        return job.hops().get(hop);
    }

    void run() {
        SmtpSession current = session;
        Runnable unhook = job.epoch().onEnd(() -> loop.run(() -> abortBeforeDot(current)));
        current.send(job).onComplete(sent -> {
            unhook.run();
            loop.run(() -> sent(sent.result()));
        });
    }

    /** The partition went to another worker: what has no final dot yet is that worker's. */
    private void abortBeforeDot(SmtpSession current) {
        if (job instanceof DotAware aware && !aware.dotPermitted()) {
            current.abort();
        }
    }

    /** Ended by ourselves, because its partition went to another worker: that says nothing about the site. */
    boolean givenUp() {
        return job.epoch().ended() && !(job instanceof DotAware aware && aware.dotPermitted());
    }

    private void sent(TransactionReport report) {
        if (report.abandoned() || givenUp() || !again(report)) {
            ended.ended(this, report);
        }
    }

    private boolean again(TransactionReport report) {
        Obstacle obstacle = report.obstacle();
        if (obstacle == Obstacle.STALE_SESSION) {
            return resend(session.spec().tls());
        }
        if (obstacle == Obstacle.TLS_HANDSHAKE && session.spec().tls() == TlsLevel.MAY) {
            plainHosts.add(hop());
            tlsFailed = true;
            return resend(TlsLevel.NONE);
        }
        if (obstacle == Obstacle.TLS_WANTED) {
            plainHosts.remove(hop());
            boolean anew = !tlsFailed && session.spec().tls() == TlsLevel.NONE;
            tlsFailed = true;
            return anew && resend(TlsLevel.MAY);
        }
        boolean another = obstacle == Obstacle.UNREACHABLE || refusedAtTheDoor(report) || notOnOurTerms(report);
        if (another && hop + 1 < job.hops().size() && loop.nanos() - sinceNanos < LONGEST_SEARCH.toNanos()) {
            hop++;
            return resend(plainHosts.level(hop()));
        }
        return false;
    }

    /** One host of several says that it takes no mail now, or none at all (RFC 5321 section 3.1): others may. */
    private static boolean refusedAtTheDoor(TransactionReport report) {
        Stage stage = report.verdicts().getFirst().reply().stage();
        return report.obstacle() == null && (stage == Stage.GREETING || stage == Stage.EHLO);
    }

    /** One host of several has not the encryption that is demanded: others may. Nothing of the message was said. */
    private static boolean notOnOurTerms(TransactionReport report) {
        boolean starting = report.verdicts().getFirst().reply().stage() == Stage.STARTTLS;
        return starting && (report.obstacle() == null || report.obstacle() == Obstacle.TLS_HANDSHAKE);
    }

    private boolean resend(TlsLevel tls) {
        session = pool.replace(session, job, hop(), tls);
        run();
        return true;
    }
}
