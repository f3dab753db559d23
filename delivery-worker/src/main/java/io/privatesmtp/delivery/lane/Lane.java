package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.Obstacle;
import io.privatesmtp.delivery.smtp.SessionSpec;
import io.privatesmtp.delivery.smtp.SmtpSession;
import io.privatesmtp.delivery.smtp.SmtpSessions;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one source address to one site, and who waits for them. Confined to one event loop. A fifth of the
 * sessions is kept for transactional mail.
 */
final class Lane {
    private static final int RESERVED_DIVISOR = 5;

    /** An open session without work. */
    private record Idle(SmtpSession session, long sinceNanos) {}

    private final LaneKey key;
    private final LaneSettings settings;
    private final SmtpSessions sessions;
    private final SessionBudget budget;
    private final Context context;
    private final PlainHosts plainHosts;
    private final ArrayDeque<LaneJob> transactional = new ArrayDeque<>();
    private final ArrayDeque<LaneJob> bulk = new ArrayDeque<>();
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private final Throughput throughput = new Throughput();
    private final LaneBackOff backOff;
    private int busy;

    Lane(
            LaneKey key,
            LaneSettings settings,
            SmtpSessions sessions,
            SessionBudget budget,
            PlainHosts plainHosts,
            Context context) {
        this.key = key;
        this.settings = settings;
        this.sessions = sessions;
        this.budget = budget;
        this.plainHosts = plainHosts;
        this.context = context;
        this.backOff = new LaneBackOff(settings.backOff(), settings.maxBackOff());
    }

    LaneKey key() {
        return key;
    }

    int busy() {
        return busy;
    }

    int waiting() {
        return transactional.size() + bulk.size();
    }

    Duration pause() {
        return backOff.left(System.nanoTime());
    }

    /** Takes the job, or parks it: a lane never makes its partition wait. */
    void submit(LaneJob job) {
        Duration pause = backOff.left(System.nanoTime());
        if (!pause.isZero()) {
            job.parked(pause);
        } else if (waiting() >= Math.max(settings.minQueue(), throughput.within(settings.maxWait()))) {
            job.parked(settings.maxWait());
        } else if (busy == 0 && idle.isEmpty() && !budget.available()) {
            job.parked(settings.maxWait());
        } else {
            (job.priority() == Priority.BULK ? bulk : transactional).add(job);
            work();
        }
    }

    private void work() {
        int limit = backOff.probing() ? 1 : settings.maxSessions();
        while (busy < limit) {
            LaneJob job = next(limit);
            if (job == null || !start(job)) {
                return;
            }
        }
    }

    private @Nullable LaneJob next(int limit) {
        if (!transactional.isEmpty()) {
            return transactional.peekFirst();
        }
        int reserved = limit / RESERVED_DIVISOR;
        return busy < limit - reserved ? bulk.peekFirst() : null;
    }

    private boolean start(LaneJob job) {
        SmtpSession session = idleSession(job);
        if (session == null && !budget.take()) {
            // An idle session to another host of the site makes room.
            Idle other = idle.pollFirst();
            if (other == null) {
                return false;
            }
            other.session.quit();
        }
        (job.priority() == Priority.BULK ? bulk : transactional).pollFirst();
        busy++;
        if (session == null) {
            send(job, 0, open(job, 0, tls(job.hops().getFirst())));
        } else {
            send(job, job.hops().indexOf(session.spec().hop()), session);
        }
        return true;
    }

    private @Nullable SmtpSession idleSession(LaneJob job) {
        for (Iterator<Idle> it = idle.descendingIterator(); it.hasNext(); ) {
            SmtpSession session = it.next().session;
            if (!session.reusable()) {
                it.remove();
                budget.giveBack();
                session.quit();
            } else if (job.hops().contains(session.spec().hop())
                    && session.spec().ehlo().equals(job.ehlo())) {
                it.remove();
                return session;
            }
        }
        return null;
    }

    private SmtpSession open(LaneJob job, int hop, TlsLevel tls) {
        return sessions.create(new SessionSpec(
                Ip.parse("sourceIp", key.sourceIp()), job.ehlo(), job.hops().get(hop), tls));
    }

    private TlsLevel tls(NextHop hop) {
        return plainHosts.contains(hop) ? TlsLevel.NONE : TlsLevel.MAY;
    }

    private void send(LaneJob job, int hop, SmtpSession session) {
        Runnable unhook = job.epoch().onEnd(() -> context.runOnContext(v -> abortBeforeDot(job, session)));
        session.send(job).onComplete(sent -> {
            unhook.run();
            TransactionReport report = sent.result();
            context.runOnContext(v -> sent(job, hop, session, report));
        });
    }

    /** Ended by ourselves, because its partition went to another worker: that says nothing about the site. */
    private static boolean givenUp(LaneJob job) {
        return job.epoch().ended() && !(job instanceof DotAware aware && aware.dotPermitted());
    }

    /** The partition went to another worker: what has no final dot yet is that worker's. */
    private static void abortBeforeDot(LaneJob job, SmtpSession session) {
        if (job instanceof DotAware aware && !aware.dotPermitted()) {
            session.abort();
        }
    }

    private void sent(LaneJob job, int hop, SmtpSession session, TransactionReport report) {
        if (!report.abandoned() && !givenUp(job) && again(job, hop, session, report)) {
            return;
        }
        busy--;
        throughput.done(System.nanoTime());
        if (!givenUp(job)) {
            note(report);
        }
        if (session.reusable() && session.transactions() < settings.maxTransactionsPerSession()) {
            idle.addLast(new Idle(session, System.nanoTime()));
        } else {
            budget.giveBack();
            session.quit();
        }
        job.done(report, job.hops().get(hop));
        parkWhilePaused();
        work();
    }

    /** Within one attempt: a stale session is replaced, broken TLS is gone without, the next address is tried. */
    private boolean again(LaneJob job, int hop, SmtpSession session, TransactionReport report) {
        Obstacle obstacle = report.obstacle();
        if (obstacle == Obstacle.STALE_SESSION) {
            return resend(job, hop, session, session.spec().tls());
        }
        if (obstacle == Obstacle.TLS_HANDSHAKE && session.spec().tls() == TlsLevel.MAY) {
            plainHosts.add(job.hops().get(hop));
            return resend(job, hop, session, TlsLevel.NONE);
        }
        boolean another = obstacle == Obstacle.UNREACHABLE || refusedAtTheDoor(report);
        if (another && hop + 1 < job.hops().size()) {
            return resend(job, hop + 1, session, tls(job.hops().get(hop + 1)));
        }
        return false;
    }

    /** One host of several says that it takes no mail now, or none at all (RFC 5321 section 3.1): others may. */
    private static boolean refusedAtTheDoor(TransactionReport report) {
        Stage stage = report.verdicts().getFirst().reply().stage();
        return report.obstacle() == null && (stage == Stage.GREETING || stage == Stage.EHLO);
    }

    private boolean resend(LaneJob job, int hop, SmtpSession session, TlsLevel tls) {
        session.abort();
        send(job, hop, open(job, hop, tls));
        return true;
    }

    private void note(TransactionReport report) {
        Verdict first = report.verdicts().getFirst();
        boolean siteSaysNo = first.reply().code() == 421
                || first instanceof Verdict.TransientFailure && first.reply().code() == 0
                || first.reply().stage() == Stage.GREETING;
        if (report.abandoned() || report.obstacle() == Obstacle.SOURCE_UNUSABLE) {
            return;
        }
        if (siteSaysNo) {
            backOff.failed(System.nanoTime());
        } else {
            backOff.succeeded();
        }
    }

    private void parkWhilePaused() {
        Duration pause = backOff.left(System.nanoTime());
        if (pause.isZero()) {
            return;
        }
        for (ArrayDeque<LaneJob> queue : List.of(transactional, bulk)) {
            for (LaneJob job = queue.pollFirst(); job != null; job = queue.pollFirst()) {
                job.parked(pause);
            }
        }
    }

    /** Closes sessions that had no work for a while. True where the lane has nothing left at all. */
    boolean closeIdle(boolean all) {
        long now = System.nanoTime();
        while (!idle.isEmpty()
                && (all || now - idle.peekFirst().sinceNanos > settings.idle().toNanos())) {
            idle.pollFirst().session.quit();
            budget.giveBack();
        }
        if (waiting() > 0) {
            work();
        }
        return busy == 0 && idle.isEmpty() && waiting() == 0 && backOff.forgettable(now);
    }
}
