package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.gate.Counted;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a retry record says beside the submission: the value of its {@code psr-retry} header.
 *
 * @param origin coordinates of the first submission
 * @param queuedAtMillis when the bus got the first submission
 * @param account whose mail it was at its first admission; rules may change hands while it waits
 * @param attempts attempts made so far
 * @param pending indexes of the recipients that are still to be reached
 * @param dueAt not looked at before, null where the topic's delay alone says when
 * @param lastSource address of the last attempt, kept while it is usable
 * @param lastReply what deferred it last
 * @param counted what its recipients were counted for; in no record of versions before there were quotas
 * @param heldSince when holding began, null while it is not held
 */
public record RetryState(
        Origin origin,
        long queuedAtMillis,
        @Nullable String account,
        int attempts,
        List<Integer> pending,
        @Nullable Instant dueAt,
        @Nullable String lastSource,
        @Nullable SmtpReply lastReply,
        Counted counted,
        @Nullable Instant heldSince,
        @Nullable HoldReason holdReason) {
    public RetryState {
        counted = counted == null ? Counted.NONE : counted;
    }

    /** Of a submission that was not tried yet. */
    public static RetryState first(Origin origin, long queuedAtMillis) {
        return new RetryState(origin, queuedAtMillis, null, 0, List.of(), null, null, null, Counted.NONE, null, null);
    }

    /** The same mail, whose owner is decided. */
    public RetryState ownedBy(@Nullable String owner) {
        return new RetryState(
                origin,
                queuedAtMillis,
                owner,
                attempts,
                pending,
                dueAt,
                lastSource,
                lastReply,
                counted,
                heldSince,
                holdReason);
    }

    /** The same mail after one more failed attempt. */
    public RetryState attempted(List<Integer> still, @Nullable Instant due, @Nullable String source, SmtpReply reply) {
        return new RetryState(
                origin, queuedAtMillis, account, attempts + 1, still, due, source, reply, counted, null, null);
    }

    /** The same mail, put aside without an attempt. */
    public RetryState parked(List<Integer> still, @Nullable Instant due) {
        return new RetryState(
                origin,
                queuedAtMillis,
                account,
                attempts,
                still,
                due,
                lastSource,
                lastReply,
                counted,
                heldSince,
                holdReason);
    }

    /** The same mail, waiting without an attempt for what the reason says. */
    public RetryState held(List<Integer> still, Instant since, HoldReason reason) {
        return new RetryState(
                origin, queuedAtMillis, account, attempts, still, null, lastSource, lastReply, counted, since, reason);
    }

    /** Whether a reply to RCPT ended the session: recipients that go together would fail together for good. */
    public boolean oneByOne() {
        return lastReply != null && endedSession(lastReply);
    }

    /** Of the replies of an attempt, the one to keep: what it did to others counts most. */
    public static SmtpReply telling(List<SmtpReply> replies) {
        return replies.stream().filter(RetryState::endedSession).findFirst().orElseGet(replies::getLast);
    }

    /** RFC 5321 section 3.8: after 421 the server closes, whatever it said to the other recipients. */
    private static boolean endedSession(SmtpReply reply) {
        return reply.stage() == Stage.RCPT_TO && (reply.code() == 421 || reply.code() == 0);
    }

    /** The same mail, whose recipients are counted for this. */
    public RetryState counted(Counted forWhat) {
        return new RetryState(
                origin,
                queuedAtMillis,
                account,
                attempts,
                pending,
                dueAt,
                lastSource,
                lastReply,
                forWhat,
                heldSince,
                holdReason);
    }
}
