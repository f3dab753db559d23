package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.SessionSpec;
import io.privatesmtp.delivery.smtp.SmtpSession;
import io.privatesmtp.delivery.smtp.TlsLevel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one lane: those at work, those without, and those being closed. All count, because all are connections at the
 * site.
 */
final class SessionPool {
    /** An open session without work. */
    private record Idle(SmtpSession session, long since) {}

    /** Sessions say goodbye within seconds. One that does not is counted as gone, or a site could wear its lane out. */
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(30);

    private final LaneKey key;
    private final Surroundings around;
    private final EventLoop loop;
    private final Runnable wake;
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private final SequencedMap<SmtpSession, Long> closing = new LinkedHashMap<>();
    private int open;

    /** @param wake runs on the loop when there may be room for another session */
    SessionPool(LaneKey key, Surroundings around, EventLoop loop, Runnable wake) {
        this.key = key;
        this.around = around;
        this.loop = loop;
        // One object, by which the budget knows the lane.
        this.wake = () -> loop.run(wake);
    }

    /** A session for the job, an open one if one suits; null where it must wait. */
    @Nullable
    SmtpSession take(LaneJob job, int limit) {
        SmtpSession suitable = suitable(job);
        if (suitable != null) {
            return suitable;
        }
        if (open >= limit) {
            // One to another host of the site makes room, once it is closed.
            if (!idle.isEmpty()) {
                retire(idle.removeFirst().session);
            }
            return null;
        }
        if (!around.budget().take(job.priority(), open, wake)) {
            return null;
        }
        open++;
        NextHop first = job.hops().getFirst();
        return create(job, first, around.plainHosts().level(first));
    }

    private @Nullable SmtpSession suitable(LaneJob job) {
        for (Iterator<Idle> it = idle.descendingIterator(); it.hasNext(); ) {
            SmtpSession session = it.next().session;
            if (!session.reusable()) {
                it.remove();
                retire(session);
            } else if (job.hops().contains(session.spec().hop())
                    && session.spec().ehlo().equals(job.ehlo())) {
                it.remove();
                return session;
            }
        }
        return null;
    }

    /** Another session in place of one that the job had. */
    SmtpSession replace(SmtpSession old, LaneJob job, NextHop hop, TlsLevel tls) {
        old.abort();
        return create(job, hop, tls);
    }

    private SmtpSession create(LaneJob job, NextHop hop, TlsLevel tls) {
        return around.sessions().apply(new SessionSpec(Ip.parse("sourceIp", key.sourceIp()), job.ehlo(), hop, tls));
    }

    /** The job is done. @param keep whether the session may serve another */
    void back(SmtpSession session, boolean keep) {
        if (keep && session.reusable()) {
            idle.addLast(new Idle(session, loop.nanos()));
        } else {
            retire(session);
        }
    }

    private void retire(SmtpSession session) {
        closing.put(session, loop.nanos());
        session.quit().onComplete(done -> loop.run(() -> gone(session)));
    }

    private void gone(SmtpSession session) {
        if (closing.remove(session) != null) {
            open--;
            around.budget().giveBack();
            wake.run();
        }
    }

    /** Closes sessions that had no work for so long. */
    void closeIdle(Duration longest) {
        long now = loop.nanos();
        while (!closing.isEmpty() && now - closing.firstEntry().getValue() > LONGEST_GOODBYE.toNanos()) {
            gone(closing.firstEntry().getKey());
        }
        while (!idle.isEmpty() && now - idle.getFirst().since >= longest.toNanos()) {
            retire(idle.removeFirst().session);
        }
    }

    /** Waits for no session any more. */
    void rest() {
        around.budget().forget(wake);
    }

    /** At work, idle or being closed. */
    int open() {
        return open;
    }

    int idle() {
        return idle.size();
    }
}
