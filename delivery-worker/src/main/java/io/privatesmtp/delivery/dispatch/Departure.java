package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.route.SourceDecision;
import io.privatesmtp.delivery.route.SourceSelector;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An admitted message passes the gates, gets its source address and leaves; what is left of it afterwards is settled. */
final class Departure {
    private static final long ASK_AGAIN_MILLIS = 500;

    private final SourceSelector selector;
    private final Gates gates;
    private final Sending sending;
    private final Settlement settlement;
    private final Refusals refusals;
    private final RetrySchedule schedule;
    private final Budget budget;
    private final Vertx vertx;

    Departure(
            SourceSelector selector,
            Gates gates,
            Sending sending,
            Settlement settlement,
            Refusals refusals,
            RetrySchedule schedule,
            Budget budget,
            Vertx vertx) {
        this.selector = selector;
        this.gates = gates;
        this.sending = sending;
        this.settlement = settlement;
        this.refusals = refusals;
        this.schedule = schedule;
        this.budget = budget;
        this.vertx = vertx;
    }

    void depart(Consignment c, RecordEnd end, Instant now) {
        gates.beforeRouting(c, now);
        Instant due = c.pending().isEmpty() ? null : notBefore(c, now);
        if (due != null) {
            c.park(c.pending(), Duration.between(now, due));
            settle(c, end);
        } else if (c.pending().isEmpty()) {
            settle(c, end);
        } else {
            route(c, end, now);
        }
    }

    /** Holds it where it is; what was cancelled, or is not to be sent for other reasons, ends all the same. */
    void hold(Consignment c, HoldReason reason, RecordEnd end, Instant now) {
        gates.beforeRouting(c, now);
        if (!c.pending().isEmpty()) {
            c.hold(new Consignment.Holding(c.pending(), reason, DialogueFacts.NONE, null));
        }
        settle(c, end);
    }

    /** Until when the message must wait, null where its time has come. */
    private @Nullable Instant notBefore(Consignment c, Instant now) {
        Mail mail = c.mail();
        if (mail.notBefore() != null && now.isBefore(mail.notBefore())) {
            return mail.notBefore();
        }
        Instant due = c.state().dueAt();
        if (due != null && schedule.early(due, now, mail.expiresAt())) {
            return due;
        }
        return mail.priority() == Priority.BULK && budget.bulkOverflows() ? now.plus(budget.putAside()) : null;
    }

    private void route(Consignment c, RecordEnd end, Instant now) {
        SourceDecision decision = selector.decide(
                c.mail().senderDomain(),
                c.account(),
                c.mail().origin().toString(),
                c.state().lastSource());
        switch (decision) {
            case SourceDecision.Leave leave -> {
                end.then(c::ended);
                SourceDecision.Leave other = selector.ofOtherFamily(
                        leave,
                        c.mail().senderDomain(),
                        c.account(),
                        c.mail().origin().toString());
                end.byOwner(
                        other == null
                                ? leave(c, leave, now)
                                : sending.choose(c, leave, other).thenCompose(chosen -> leave(c, chosen, now)));
            }
            case SourceDecision.Wait wait -> {
                Duration longest = wait.rule() == null ? null : wait.rule().holdFor();
                c.hold(new Consignment.Holding(
                        c.pending(),
                        HoldReason.SOURCE_UNUSABLE,
                        DialogueFacts.unconnected(wait.route(), null),
                        longest));
                settle(c, end);
            }
            case SourceDecision.Fail fail -> {
                c.await(refusals.bounce(c, c.pending(), Category.REJECTED, fail.sentence(), fail.route()));
                settle(c, end);
            }
            case SourceDecision.NotOwned notOwned -> notOwned(c, end, notOwned.domain());
        }
    }

    private CompletableFuture<Boolean> leave(Consignment c, SourceDecision.Leave leave, Instant now) {
        gates.beforeLeaving(c, leave.route(), now);
        return sending.send(c, leave).thenCompose(v -> settleWhenSure(c));
    }

    private void notOwned(Consignment c, RecordEnd end, String domain) {
        if (c.account() == null) {
            // The rule came this very moment, and the message is its owner's: the next look knows.
            c.park(c.pending(), Duration.ZERO);
            settle(c, end);
        } else {
            String sentence = "the sender domain \"" + domain + "\": is under a rule of another account";
            end.refused(() -> refusals.refused(c, c.pending(), ErrorCode.DOMAIN_NOT_OWNED, sentence));
        }
    }

    private void settle(Consignment c, RecordEnd end) {
        end.byOwner(settleWhenSure(c));
    }

    /** A worker that was frozen does not know at once whose the partition is: until it does, it decides nothing. */
    private CompletableFuture<Boolean> settleWhenSure(Consignment c) {
        PartitionEpoch epoch = c.reception().epoch();
        if (epoch.holds() || epoch.ended()) {
            return settlement.settle(c);
        }
        CompletableFuture<Void> later = new CompletableFuture<>();
        vertx.setTimer(ASK_AGAIN_MILLIS, id -> later.complete(null));
        // Composed, so that a settlement that throws then ends the record like any other failure.
        return later.thenCompose(v -> settleWhenSure(c));
    }
}
