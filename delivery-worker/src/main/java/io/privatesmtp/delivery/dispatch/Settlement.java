package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.delivery.dispatch.Consignment.Deferral;
import io.privatesmtp.delivery.gate.Counted;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.outcome.OutcomePublisher.Announced;
import io.privatesmtp.delivery.retry.ReplyDelay;
import io.privatesmtp.delivery.retry.RetrySchedule;
import io.privatesmtp.delivery.retry.RetrySchedule.Wait;
import io.privatesmtp.delivery.retry.RetryState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a consignment whose parts have all reported: what failed for now becomes one retry record, what waits another; the
 * retry record is acknowledged first, its events follow, and then the record counts as settled.
 */
public final class Settlement {
    private static final Logger LOG = Logger.getLogger(Settlement.class);

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
        return c.acknowledged()
                .thenCompose(v -> ours ? forgotten(c) : CompletableFuture.completedFuture(null))
                .thenApply(v -> ours || nothingLeft);
    }

    /** A record that ended without an outcome for somebody would be lost mail: whom our own code forgot is looked at again. */
    private CompletableFuture<Void> forgotten(Consignment c) {
        List<Recipient> left = c.withoutEnd();
        if (left.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.errorf("%s: %d recipients came to no end, and are looked at again", c.consumed(), left.size());
        Instant now = clock.instant();
        Wait wait = schedule.until(now, now, c.mail().expiresAt());
        return write(c, wait.step(), c.state().parked(indexes(left), wait.dueAt()), List.of());
    }

    /** Recipients whose servers ask for a wait of their own get a record of their own; the others follow the schedule. */
    private CompletableFuture<Void> retry(Consignment c) {
        Instant now = clock.instant();
        Wait turn = schedule.afterAttempt(c.attempt(), now, c.mail().expiresAt(), null, false);
        List<Deferral> inTurn = new ArrayList<>();
        List<Deferral> sooner = new ArrayList<>();
        List<Deferral> later = new ArrayList<>();
        for (Deferral d : c.deferred()) {
            int order = wait(c, List.of(d), now).at().compareTo(turn.at());
            (order == 0 ? inTurn : order < 0 ? sooner : later).add(d);
        }
        return CompletableFuture.allOf(Stream.of(inTurn, sooner, later)
                .filter(deferrals -> !deferrals.isEmpty())
                .map(deferrals -> retry(c, deferrals, wait(c, deferrals, now), now))
                .toArray(CompletableFuture[]::new));
    }

    /** The longest that any of their servers asks for. */
    private Wait wait(Consignment c, List<Deferral> deferrals, Instant now) {
        return deferrals.stream()
                .map(d -> schedule.afterAttempt(
                        c.attempt(),
                        now,
                        c.mail().expiresAt(),
                        ReplyDelay.of(d.dialogue().reply()),
                        d.category() == Category.GREYLIST))
                .max(Comparator.comparing(Wait::at))
                .orElseThrow();
    }

    private CompletableFuture<Void> retry(Consignment c, List<Deferral> deferrals, Wait wait, Instant now) {
        List<Announced> events = new ArrayList<>();
        for (Deferral d : deferrals) {
            MailEvent event = new MailEvent.Deferred(
                    Facts.of(c, d.recipient(), c.attempt()),
                    d.dialogue(),
                    now,
                    d.category(),
                    d.category().action(),
                    d.uncertain() ? true : null,
                    wait.at());
            events.add(new Announced(event, d.recipient().index()));
        }
        List<Integer> still = deferrals.stream().map(d -> d.recipient().index()).toList();
        SmtpReply last = RetryState.telling(deferrals.stream()
                .map(d -> Objects.requireNonNull(d.dialogue().reply()))
                .toList());
        RetryState state = c.state().attempted(still, wait.dueAt(), c.lastSource(), last);
        return write(c, wait.step(), state, events);
    }

    private CompletableFuture<Void> park(Consignment c) {
        Instant now = clock.instant();
        Wait wait = schedule.until(now.plus(c.parkedFor()), now, c.mail().expiresAt());
        // Some may have passed all gates, and others not.
        Map<Counted, List<Recipient>> byCount =
                c.parked().stream().collect(Collectors.groupingBy(r -> c.counted(r.index())));
        return CompletableFuture.allOf(byCount.values().stream()
                .map(parked -> write(c, wait.step(), c.state().parked(indexes(parked), wait.dueAt()), List.of()))
                .toArray(CompletableFuture[]::new));
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
        RetrySchedule.Step step = schedule.heldLook();
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

    /** @param next of recipients who are counted for the same */
    private CompletableFuture<Void> write(
            Consignment c, RetrySchedule.Step step, RetryState next, List<Announced> events) {
        RetryState state = next.counted(c.counted(next.pending().getFirst()));
        return publisher
                .retry(step.topic(), c.submission(), state, c.consumed(), events)
                .thenRun(() -> {
                    LOG.debugf("%s goes on in %s", c.consumed(), step.topic());
                    c.end(state.pending());
                })
                .thenCompose(v -> CompletableFuture.allOf(events.stream()
                        .map(e -> publisher.passing(e.event(), e.recipient(), c.consumed()))
                        .toArray(CompletableFuture[]::new)));
    }

    private static List<Integer> indexes(List<Recipient> recipients) {
        return recipients.stream().map(Recipient::index).toList();
    }
}
