package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.delivery.intake.Admission;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Parsed;
import io.privatesmtp.delivery.intake.SubmissionParser;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.receipt.PartitionEpoch;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.retry.RetryState;
import io.privatesmtp.delivery.route.SourceDecision;
import io.privatesmtp.delivery.route.SourceSelector;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The central loop. A record is read, admitted, given its source address and sent; its end is a settled record, or an
 * abandoned one where the partition went to another worker. No record ends in an exception.
 */
public final class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final long ASK_AGAIN_MILLIS = 500;

    private final SubmissionParser parser;
    private final Admission admission;
    private final SourceSelector selector;
    private final Sending sending;
    private final Settlement settlement;
    private final Refusals refusals;
    private final RetrySchedule schedule;
    private final Budget budget;
    private final Clock clock;
    private final Vertx vertx;

    public Dispatcher(
            SubmissionParser parser,
            Admission admission,
            SourceSelector selector,
            Sending sending,
            Settlement settlement,
            Refusals refusals,
            RetrySchedule schedule,
            Budget budget,
            Clock clock,
            Vertx vertx) {
        this.parser = parser;
        this.admission = admission;
        this.selector = selector;
        this.sending = sending;
        this.settlement = settlement;
        this.refusals = refusals;
        this.schedule = schedule;
        this.budget = budget;
        this.clock = clock;
        this.vertx = vertx;
    }

    /**
     * @param submission the first submission's record, also of a retry
     * @param consumed coordinates of the record that was polled
     * @param state what the retry record says; null for a submission
     */
    public void accept(Incoming submission, Origin consumed, Reception reception, @Nullable RetryState state) {
        if (reception.settledBefore()) {
            reception.settled();
            return;
        }
        byte[] value = submission.value();
        long cost = budget.take(value == null ? 0 : value.length);
        // Given back once, whichever way it ends.
        Consumer<Boolean> end = settled -> {
            budget.giveBack(cost);
            if (settled) {
                reception.settled();
            } else {
                reception.abandoned();
            }
        };
        guarded(submission, consumed, end, () -> read(submission, consumed, reception, state, end));
    }

    /** A record that our own code fails on is refused like any other that cannot be sent; its partition goes on. */
    private void guarded(Incoming submission, Origin consumed, Consumer<Boolean> end, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s cannot be processed", consumed);
            fail(submission, consumed, end, e);
        }
    }

    /** What follows from a record could not be written, or not be made: it must not hold its partition all the same. */
    private void fail(Incoming submission, Origin consumed, Consumer<Boolean> end, Throwable why) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        refusals.unreadable(
                        submission,
                        consumed,
                        ErrorCode.CORRUPT,
                        "internal error: " + cause.getClass().getSimpleName())
                .whenComplete((v, e) -> {
                    if (e != null) {
                        LOG.errorf(
                                e,
                                "%s cannot even become a dead letter: see the record itself, as long as its topic keeps it",
                                consumed);
                    }
                    end.accept(true);
                });
    }

    private void ends(CompletableFuture<Void> acknowledged, Draft draft) {
        ends(acknowledged.thenApply(v -> true), draft.submission, draft.consumed, draft.end);
    }

    /** Settles the record when all is acknowledged; whatever goes wrong, it comes to an end. */
    private void ends(CompletableFuture<Boolean> settled, Incoming submission, Origin consumed, Consumer<Boolean> end) {
        settled.whenComplete((ours, e) -> {
            if (e == null) {
                end.accept(ours);
            } else {
                LOG.errorf(e, "what follows from %s cannot be written", consumed);
                fail(submission, consumed, end, e);
            }
        });
    }

    private void read(
            Incoming submission,
            Origin consumed,
            Reception reception,
            @Nullable RetryState state,
            Consumer<Boolean> end) {
        switch (parser.parse(submission)) {
            case Parsed.Refused refused ->
                ends(refusals.refused(submission, consumed, refused).thenApply(v -> true), submission, consumed, end);
            case Parsed.Accepted accepted -> {
                Mail mail = state == null ? accepted.mail() : accepted.mail().ownedBy(state.account());
                RetryState known = state != null
                        ? state
                        : RetryState.first(submission.origin(), mail.queuedAt().toEpochMilli());
                List<Recipient> pending = mail.recipients().stream()
                        .filter(r -> state == null || known.pending().contains(r.index()))
                        .filter(r -> !reception.settledBefore(r.index()))
                        .toList();
                Draft draft = new Draft(submission, consumed, reception, known, mail, pending, end);
                if (state == null) {
                    refusals.badRecipients(mail, accepted.bad(), consumed, reception)
                            .whenComplete((v, e) -> guarded(submission, consumed, end, () -> admit(draft)));
                } else {
                    admit(draft);
                }
            }
        }
    }

    /** A message before it is decided whose it is. */
    private record Draft(
            Incoming submission,
            Origin consumed,
            Reception reception,
            RetryState state,
            Mail mail,
            List<Recipient> pending,
            Consumer<Boolean> end) {
        Consignment of(@Nullable String account) {
            return new Consignment(submission, consumed, reception, state, mail, pending, account);
        }
    }

    private void admit(Draft draft) {
        if (draft.reception.epoch().ended()) {
            draft.end.accept(false);
            return;
        }
        if (!draft.reception.epoch().holds()) {
            askAgain(draft);
            return;
        }
        if (draft.pending.isEmpty()) {
            draft.end.accept(true);
            return;
        }
        Instant now = clock.instant();
        if (!now.isBefore(draft.mail.expiresAt())) {
            ends(refusals.expired(draft.of(admission.accountOf(draft.mail)), draft.pending), draft);
            return;
        }
        switch (admission.admit(draft.mail, now)) {
            case Admission.Verdict.Admitted admitted -> proceed(draft, draft.of(admitted.account()), now);
            case Admission.Verdict.NotYet notYet -> askAgain(draft);
            case Admission.Verdict.Suspended suspended -> {
                Consignment held = draft.of(suspended.account());
                held.hold(new Consignment.Holding(
                        held.pending(), HoldReason.ACCOUNT_SUSPENDED, DialogueFacts.NONE, null));
                settle(held, draft);
            }
            case Admission.Verdict.Closed closed ->
                ends(
                        refusals.bounce(
                                draft.of(closed.account()),
                                draft.pending,
                                Category.REJECTED,
                                "account \"" + closed.account() + "\" is closed",
                                null),
                        draft);
            case Admission.Verdict.Refused refused ->
                ends(
                        refusals.refused(
                                draft.of(admission.accountOf(draft.mail)),
                                draft.pending,
                                refused.code(),
                                refused.sentence()),
                        draft);
        }
    }

    private void askAgain(Draft draft) {
        vertx.setTimer(
                ASK_AGAIN_MILLIS, id -> guarded(draft.submission, draft.consumed, draft.end, () -> admit(draft)));
    }

    private void proceed(Draft draft, Consignment consignment, Instant now) {
        Mail mail = draft.mail;
        if (mail.notBefore() != null && now.isBefore(mail.notBefore())) {
            consignment.park(draft.pending, Duration.between(now, mail.notBefore()));
            settle(consignment, draft);
        } else if (draft.state.dueAt() != null && schedule.early(draft.state.dueAt(), now)) {
            consignment.park(draft.pending, Duration.between(now, draft.state.dueAt()));
            settle(consignment, draft);
        } else {
            route(draft, consignment);
        }
    }

    private void route(Draft draft, Consignment consignment) {
        SourceDecision decision = selector.decide(
                draft.mail.senderDomain(),
                consignment.account(),
                consignment.mail().origin().toString(),
                draft.state.lastSource());
        switch (decision) {
            case SourceDecision.Leave leave ->
                ends(
                        sending.send(consignment, leave).thenCompose(v -> settleWhenSure(consignment)),
                        draft.submission,
                        draft.consumed,
                        draft.end);
            case SourceDecision.Wait wait -> {
                Duration longest = wait.rule() == null ? null : wait.rule().holdFor();
                consignment.hold(new Consignment.Holding(
                        draft.pending,
                        HoldReason.SOURCE_UNUSABLE,
                        DialogueFacts.unconnected(wait.route(), null),
                        longest));
                settle(consignment, draft);
            }
            case SourceDecision.Fail fail ->
                ends(
                        refusals.bounce(consignment, draft.pending, Category.REJECTED, fail.sentence(), fail.route()),
                        draft);
            case SourceDecision.NotOwned notOwned ->
                ends(
                        refusals.refused(
                                consignment,
                                draft.pending,
                                ErrorCode.DOMAIN_NOT_OWNED,
                                "the sender domain \"" + notOwned.domain() + "\": is under a rule of another account"),
                        draft);
        }
    }

    private void settle(Consignment consignment, Draft draft) {
        ends(settleWhenSure(consignment), draft.submission, draft.consumed, draft.end);
    }

    /** A worker that was frozen does not know at once whose the partition is: until it does, it decides nothing. */
    private CompletableFuture<Boolean> settleWhenSure(Consignment consignment) {
        PartitionEpoch epoch = consignment.reception().epoch();
        if (epoch.holds() || epoch.ended()) {
            return settlement.settle(consignment);
        }
        CompletableFuture<Void> later = new CompletableFuture<>();
        vertx.setTimer(ASK_AGAIN_MILLIS, id -> later.complete(null));
        // Composed, so that a settlement that throws then ends the record like any other failure.
        return later.thenCompose(v -> settleWhenSure(consignment));
    }
}
