package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.outcome.OutcomePublisher.Announced;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.retry.RetryState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends a consignment whose parts have all reported: what failed for now becomes one retry record, what waits another; the
 * retry record is acknowledged first, its events follow, and then the record counts as settled.
 */
public final class Settlement {
    /** How often held mail is looked at again. */
    private static final Duration HELD_LOOK = Duration.ofMinutes(1);

    private final OutcomePublisher publisher;
    private final Refusals refusals;
    private final RetrySchedule schedule;
    private final Clock clock;

    public Settlement(OutcomePublisher publisher, Refusals refusals, RetrySchedule schedule, Clock clock) {
        this.publisher = publisher;
        this.refusals = refusals;
        this.schedule = schedule;
        this.clock = clock;
    }

    /**
     * Completed with true once all is acknowledged, with false where the rest belongs to another worker now. Called when it
     * is sure whose the partition is.
     */
    CompletableFuture<Boolean> settle(Consignment c) {
        boolean ours = !c.reception().epoch().ended();
        if (ours) {
            // What was stopped while nobody was sure is this worker's after all: it waits, and is no attempt.
            c.park(c.abandoned(), Duration.ZERO);
            if (!c.deferred().isEmpty()) {
                c.await(retry(c));
            }
            if (!c.parked().isEmpty()) {
                c.await(park(c));
            }
            c.held().forEach(holding -> c.await(hold(c, holding)));
        }
        boolean nothingLeft = c.deferred().isEmpty()
                && c.parked().isEmpty()
                && c.held().isEmpty()
                && c.abandoned().isEmpty();
        return c.acknowledged().thenApply(v -> ours || nothingLeft);
    }

    private CompletableFuture<Void> retry(Consignment c) {
        Instant now = clock.instant();
        RetrySchedule.Step step = schedule.afterAttempt(c.attempt());
        Instant next = now.plus(step.delay());
        Instant due = null;
        if (next.isAfter(c.mail().expiresAt())) {
            // One look more, at its end.
            due = c.mail().expiresAt();
            step = schedule.fitting(Duration.between(now, due));
            next = due;
        }
        List<Announced> events = new ArrayList<>();
        for (Consignment.Deferral d : c.deferred()) {
            MailEvent event = new MailEvent.Deferred(
                    Facts.of(c, d.recipient(), c.attempt()),
                    d.dialogue(),
                    now,
                    d.category(),
                    d.category().action(),
                    d.uncertain() ? true : null,
                    next);
            events.add(new Announced(event, d.recipient().index()));
        }
        List<Integer> still =
                c.deferred().stream().map(d -> d.recipient().index()).toList();
        RetryState state = c.state().attempted(still, due, c.lastSource(), Objects.requireNonNull(c.lastReply()));
        return write(c, step, state, events);
    }

    private CompletableFuture<Void> park(Consignment c) {
        Instant due = clock.instant().plus(c.parkedFor());
        RetrySchedule.Step step = schedule.fitting(c.parkedFor());
        boolean exact = step.delay().compareTo(c.parkedFor()) < 0;
        return write(c, step, c.state().parked(indexes(c.parked()), exact ? due : null), List.of());
    }

    private CompletableFuture<Void> hold(Consignment c, Consignment.Holding holding) {
        Instant now = clock.instant();
        RetryState before = c.state();
        boolean begins = before.heldSince() == null || before.holdReason() != holding.reason();
        Instant since = begins ? now : Objects.requireNonNull(before.heldSince());
        if (over(holding.longest(), since, now)) {
            String sentence = "held since " + since + " and not released in time";
            Route route = holding.dialogue().route();
            return refusals.bounce(c, holding.recipients(), Category.EXPIRED, sentence, route);
        }
        RetrySchedule.Step step = schedule.fitting(HELD_LOOK);
        List<Announced> events = new ArrayList<>();
        if (begins) {
            DialogueFacts dialogue = holding.dialogue();
            for (Recipient recipient : holding.recipients()) {
                MailEvent event = new MailEvent.Held(
                        Facts.of(c, recipient, before.attempts()),
                        dialogue,
                        now,
                        holding.reason(),
                        now.plus(step.delay()));
                events.add(new Announced(event, recipient.index()));
            }
        }
        return write(c, step, before.held(indexes(holding.recipients()), since, holding.reason()), events);
    }

    private static boolean over(@Nullable Duration longest, Instant since, Instant now) {
        return longest != null && !now.isBefore(since.plus(longest));
    }

    private CompletableFuture<Void> write(
            Consignment c, RetrySchedule.Step step, RetryState state, List<Announced> events) {
        return publisher
                .retry(step.topic(), c.submission(), state, c.consumed(), events)
                .thenCompose(v -> CompletableFuture.allOf(events.stream()
                        .map(e -> publisher.passing(e.event(), e.recipient(), c.consumed()))
                        .toArray(CompletableFuture[]::new)));
    }

    private static List<Integer> indexes(List<Recipient> recipients) {
        return recipients.stream().map(Recipient::index).toList();
    }
}
