package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.smtp.SmtpSession;
import io.privatesmtp.delivery.smtp.TransactionReport;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The mail of one source address to one site: who waits, who is at work, and how much the site takes. Confined to one event loop.
 * What it cannot take soon it parks; a fifth of its sessions is kept for transactional mail.
 */
final class Lane {
    private static final int RESERVED_DIVISOR = 5;
    private static final int FIRST_SESSIONS = 5;
    /** What is estimated to wait as long as it may should not be parked when it takes a little longer. */
    private static final int PATIENCE = 2;
    /** Parked transactional mail comes back within a shorter time than bulk. */
    private static final int SOONER = 6;

    private final LaneKey key;
    private final SiteLimits limits;
    private final Surroundings around;
    private final EventLoop loop;
    private final SessionPool pool;
    private final LaneBackOff backOff;
    private final LaneQueue queue = new LaneQueue();
    private final RateLimit rate = new RateLimit();
    private final Throughput speed = new Throughput();
    private final ReturnTimes transactionalReturns;
    private final ReturnTimes bulkReturns;
    /** Sessions that the site has shown to serve: a tarpit never gets many (Postfix: initial_destination_concurrency). */
    private int proven = FIRST_SESSIONS;

    private int busy;
    private int busyBulk;
    private long bytes;
    private boolean alarmSet;
    private @Nullable SmtpReply complaint;

    Lane(LaneKey key, SiteLimits limits, Surroundings around, EventLoop loop) {
        this.key = key;
        this.limits = limits;
        this.around = around;
        this.loop = loop;
        this.pool = new SessionPool(key, around, loop, this::work);
        this.backOff = new LaneBackOff(limits.firstPause(), limits.longestPause());
        this.transactionalReturns = new ReturnTimes(limits.longestPause().dividedBy(SOONER));
        this.bulkReturns = new ReturnTimes(limits.longestPause());
    }

    /** Takes the job, or parks it: a lane never makes its partition wait. */
    void submit(LaneJob job) {
        long now = loop.nanos();
        Duration pause = backOff.left(now);
        if (job.epoch().ended()) {
            job.parked(Duration.ZERO);
        } else if (!pause.isZero()) {
            park(job, pause, now);
        } else if (!hasRoomFor(job, now)) {
            park(job, around.settings().maxWait(), now);
        } else {
            bytes += job.bytes();
            around.memory().take(job.bytes());
            queue.add(job, now, job.epoch().onEnd(() -> loop.run(this::dropLost)));
            work();
        }
    }

    /** Whether the job's turn comes soon, and its content may wait here until then. */
    private boolean hasRoomFor(LaneJob job, long now) {
        Duration maxWait = around.settings().maxWait();
        boolean known = speed.known(maxWait, now);
        double inTime = known
                ? Math.max(speed.within(maxWait, now), sessions(now))
                : around.settings().minQueue();
        double inRate = Math.max(1, RateLimit.within(perSecond(), maxWait));
        int ahead = job.priority() == Priority.BULK ? queue.size() : queue.size(Priority.TRANSACTIONAL);
        boolean soon = ahead < inTime || isNew(now) && around.memory().hasPlace(ahead + busy);
        if (ahead >= inRate || !soon) {
            return false;
        }
        boolean fast = known && speed.within(maxWait, now) > queue.size() + busy;
        return fast || around.memory().hasRoom(bytes, job.bytes());
    }

    /**
     * Whether what the lane has worked off so far says little about how fast it will be: the site has refused nothing, and it was
     * not busy for long. So it is with all lanes after a start, when the JVM has compiled little.
     */
    private boolean isNew(long now) {
        return backOff.untroubled() && !speed.settled(around.settings().maxWait(), now);
    }

    private void park(LaneJob job, Duration earliest, long now) {
        boolean bulk = job.priority() == Priority.BULK;
        ReturnTimes returns = bulk ? bulkReturns : transactionalReturns;
        Duration maxWait = around.settings().maxWait();
        if (isNew(now)) {
            job.parked(returns.soon(earliest, maxWait));
            return;
        }
        double known = speed.known(maxWait, now)
                ? speed.perSecond(now)
                : (double) around.settings().minQueue() / maxWait.toSeconds();
        double worked = Math.max(Math.min(known, perSecond()), Double.MIN_NORMAL);
        job.parked(returns.after(earliest, worked, now));
    }

    private void parkWaiting(LaneJob job, Duration earliest, long now) {
        release(job);
        park(job, earliest, now);
    }

    private void release(LaneJob job) {
        bytes -= job.bytes();
        around.memory().giveBack(job.bytes());
    }

    private void dropLost() {
        for (LaneJob job : queue.lost()) {
            release(job);
            job.parked(Duration.ZERO);
        }
    }

    private int sessions(long now) {
        return Math.min(proven, backOff.sessions(limits.sessions(around.share().getAsDouble())));
    }

    private double perSecond() {
        return limits.perSecond(around.share().getAsDouble()) * backOff.pace();
    }

    /** Starts what may start. */
    private void work() {
        for (Priority next = next(); next != null; next = next()) {
            long now = loop.nanos();
            double perSecond = perSecond();
            long wait = rate.waitNanos(perSecond, now);
            if (wait > 0) {
                workAfter(wait);
                break;
            }
            LaneJob job = Objects.requireNonNull(queue.first(next));
            SmtpSession session = pool.take(job, sessions(now));
            if (session == null) {
                break;
            }
            queue.removeFirst(next);
            rate.took(perSecond, now);
            busy++;
            busyBulk += next == Priority.BULK ? 1 : 0;
            Errand errand = new Errand(job, session, pool, around.plainHosts(), loop, this::ended);
            if (job.heavy()) {
                loop.aside(job::prepare, errand::run);
            } else {
                errand.run();
            }
        }
        if (queue.size() > 0) {
            speed.busy(loop.nanos());
        } else {
            speed.rest();
        }
    }

    private @Nullable Priority next() {
        long now = loop.nanos();
        int limit = sessions(now);
        if (busy >= limit || !backOff.left(now).isZero()) {
            return null;
        }
        if (queue.size(Priority.TRANSACTIONAL) > 0) {
            return Priority.TRANSACTIONAL;
        }
        int reserved = limit == 1 ? 0 : Math.max(1, limit / RESERVED_DIVISOR);
        return queue.size() > 0 && busyBulk < limit - reserved ? Priority.BULK : null;
    }

    private void workAfter(long nanos) {
        if (!alarmSet) {
            alarmSet = true;
            loop.after(Duration.ofNanos(nanos), () -> {
                alarmSet = false;
                work();
            });
        }
    }

    private void ended(Errand errand, TransactionReport report) {
        long now = loop.nanos();
        LaneJob job = errand.job();
        busy--;
        busyBulk -= job.priority() == Priority.BULK ? 1 : 0;
        release(job);
        speed.done(now);
        try {
            if (!errand.givenUp()) {
                note(Impression.of(report, errand.hop().host(), around.meaning()), now);
            }
        } finally {
            // Whatever becomes of our opinion of the site, the job has its end.
            finish(errand, report, now);
        }
    }

    private void finish(Errand errand, TransactionReport report, long now) {
        SmtpSession session = errand.session();
        boolean fresh = session.transactions() < limits.messagesPerSession();
        // Without work of our own we hold no session that another lane waits for.
        boolean ours = queue.size() > 0 || !around.budget().shortage();
        pool.back(session, fresh && ours && pool.open() <= sessions(now));
        try {
            errand.job().done(report, errand.hop());
        } finally {
            parkWhilePaused(now);
            work();
        }
    }

    private void note(Impression impression, long now) {
        switch (impression.kind()) {
            case FINE -> {
                backOff.succeeded(now);
                proven = Math.min(limits.sessions(), proven + 1);
            }
            case FAILED -> {
                backOff.failed(now);
                proven = Math.min(proven, FIRST_SESSIONS);
                complaint = impression.because();
            }
            case ASKS_FOR_LESS -> {
                backOff.askedForLess(impression.asked(), now);
                proven = Math.max(1, proven / 2);
                complaint = impression.because();
            }
            case NOTHING -> {}
        }
    }

    /** The site is left alone as a whole: nobody waits in memory for the end of the pause. */
    private void parkWhilePaused(long now) {
        Duration pause = backOff.left(now);
        if (!pause.isZero()) {
            queue.drain().forEach(job -> parkWaiting(job, pause, now));
        }
    }

    /** Looks after those who wait too long, and after idle sessions. True where the lane has nothing left at all. */
    boolean sweep(Duration longestIdle) {
        long now = loop.nanos();
        Duration maxWait = around.settings().maxWait();
        queue.before(now - maxWait.multipliedBy(PATIENCE).toNanos()).forEach(job -> parkWaiting(job, maxWait, now));
        pool.closeIdle(longestIdle);
        work();
        if (queue.size() > 0) {
            return false;
        }
        pool.rest();
        return pool.open() == 0 && backOff.forgettable(now) && rate.rested(now);
    }

    LaneState state() {
        long now = loop.nanos();
        boolean yielding = backOff.probing() || backOff.pace() < 1;
        return LaneState.of(
                key,
                limits,
                new LaneState.Sessions(busy, pool.idle(), sessions(now)),
                new LaneState.Waiting(queue.size(Priority.TRANSACTIONAL), queue.size(Priority.BULK)),
                backOff.left(now),
                yielding ? complaint : null,
                perSecond());
    }
}
