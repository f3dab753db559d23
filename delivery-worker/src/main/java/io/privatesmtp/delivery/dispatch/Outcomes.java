package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.event.BoundBy;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MxHost;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import io.privatesmtp.delivery.outcome.Classification;
import io.privatesmtp.delivery.outcome.MailLog;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a transaction's verdicts mean for its recipients: delivered, bounced, or deferred. */
public final class Outcomes {
    private final OutcomePublisher publisher;
    private final BounceClassifier classifier;
    private final MailLog log;
    private final Clock clock;

    public Outcomes(OutcomePublisher publisher, BounceClassifier classifier, MailLog log, Clock clock) {
        this.publisher = publisher;
        this.classifier = classifier;
        this.log = log;
        this.clock = clock;
    }

    void of(Attempt attempt, TransactionReport report, NextHop hop) {
        Consignment c = attempt.consignment();
        List<CompletableFuture<Void>> events = new ArrayList<>();
        for (int i = 0; i < attempt.to().size(); i++) {
            Recipient recipient = attempt.to().get(i);
            Verdict verdict = report.verdicts().get(i);
            DialogueFacts dialogue = dialogue(attempt, report, hop, verdict);
            CompletableFuture<Void> event = switch (verdict) {
                case Verdict.Accepted accepted -> delivered(c, recipient, dialogue);
                case Verdict.PermanentFailure failure -> failed(c, recipient, dialogue, failure, hop);
                case Verdict.TransientFailure failure ->
                    deferred(c, recipient, dialogue, classifier.classify(failure.reply(), hop.host()), false);
                case Verdict.Uncertain uncertain ->
                    deferred(c, recipient, dialogue, classifier.classify(uncertain.reply(), hop.host()), true);
            };
            if (event != null) {
                events.add(event);
            }
        }
        CompletableFuture.allOf(events.toArray(CompletableFuture[]::new))
                .whenComplete((v, e) -> attempt.releasePermit());
    }

    private CompletableFuture<Void> delivered(Consignment c, Recipient recipient, DialogueFacts dialogue) {
        MailEvent event = new MailEvent.Delivered(Facts.of(c, recipient, c.attempt()), dialogue, clock.instant());
        return terminal(c, recipient, event);
    }

    /** The reply code decides, unless the rules file knows a wording that will pass. */
    private @Nullable CompletableFuture<Void> failed(
            Consignment c, Recipient recipient, DialogueFacts dialogue, Verdict.PermanentFailure failure, NextHop hop) {
        Classification classification = classifier.classify(failure.reply(), hop.host());
        // Without a reply it is our own finding, such as an address that no command can carry: it stays one.
        boolean again = classification.retry() && failure.reply().code() != 0;
        return again
                ? deferred(c, recipient, dialogue, classification, false)
                : bounced(c, recipient, dialogue, classification.category());
    }

    private @Nullable CompletableFuture<Void> deferred(
            Consignment c,
            Recipient recipient,
            DialogueFacts dialogue,
            Classification classification,
            boolean uncertain) {
        c.defer(new Consignment.Deferral(recipient, dialogue, classification.category(), uncertain));
        log.deferred(c.mail().messageId(), recipient.address(), c.attempt(), dialogue);
        return null;
    }

    CompletableFuture<Void> bounced(Consignment c, Recipient recipient, DialogueFacts dialogue, Category category) {
        MailEvent event = new MailEvent.Bounced(
                Facts.of(c, recipient, c.attempt()), dialogue, clock.instant(), category, category.action(), null);
        return terminal(c, recipient, event);
    }

    private CompletableFuture<Void> terminal(Consignment c, Recipient recipient, MailEvent event) {
        CompletableFuture<Void> acknowledged = publisher.terminal(event, recipient.index(), c.consumed());
        c.await(acknowledged);
        log.ended(event);
        return acknowledged;
    }

    private static DialogueFacts dialogue(Attempt attempt, TransactionReport report, NextHop hop, Verdict verdict) {
        InetAddress bound = report.bound();
        return new DialogueFacts(
                attempt.route(),
                bound == null ? null : Ip.text(bound),
                bound == null ? null : BoundBy.SOCKET,
                new MxHost(hop.host(), Ip.text(hop.address()), hop.port()),
                report.ehlo(),
                report.tls(),
                verdict.reply(),
                attempt.millisSinceStart());
    }
}
