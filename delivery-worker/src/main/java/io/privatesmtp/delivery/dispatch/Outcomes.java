package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MxHost;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.BounceClassifier;
import io.privatesmtp.delivery.outcome.Classification;
import io.privatesmtp.delivery.outcome.MailLog;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.smtp.BoundSource;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a transaction's verdicts mean for its recipients: delivered, bounced, or deferred. */
public final class Outcomes {
    private final OutcomePublisher publisher;
    private final Bounces bounces;
    private final BounceClassifier classifier;
    private final MailLog log;
    private final Clock clock;

    Outcomes(OutcomePublisher publisher, Bounces bounces, BounceClassifier classifier, MailLog log, Clock clock) {
        this.publisher = publisher;
        this.bounces = bounces;
        this.classifier = classifier;
        this.log = log;
        this.clock = clock;
    }

    void of(Attempt attempt, TransactionReport report, NextHop hop) {
        Consignment c = attempt.consignment();
        List<CompletableFuture<Void>> events = new ArrayList<>();
        List<Bounce> bounced = new ArrayList<>();
        for (int i = 0; i < attempt.to().size(); i++) {
            Recipient recipient = attempt.to().get(i);
            Verdict verdict = report.verdicts().get(i);
            DialogueFacts dialogue = dialogue(attempt, report, hop, verdict);
            switch (verdict) {
                case Verdict.Accepted accepted -> events.add(delivered(c, recipient, dialogue));
                case Verdict.PermanentFailure failure -> {
                    Classification classification = classifier.classify(failure.reply(), hop.host());
                    if (classification.mayPass(failure.reply())) {
                        deferred(c, recipient, dialogue, classification, false);
                    } else {
                        bounced.add(bounce(c, recipient, dialogue, classification.category()));
                    }
                }
                case Verdict.TransientFailure failure ->
                    deferred(c, recipient, dialogue, classifier.classify(failure.reply(), hop.host()), false);
                case Verdict.Uncertain uncertain ->
                    deferred(c, recipient, dialogue, classifier.classify(uncertain.reply(), hop.host()), true);
            }
        }
        events.add(bounced(c, bounced));
        if (deferredAfterDot(report)) {
            events.add(c.end());
        }
        CompletableFuture.allOf(events.toArray(CompletableFuture[]::new))
                .whenComplete((v, e) -> attempt.releasePermit());
    }

    /** Whether what follows from the dot is a retry record, which is written when all parts of the record have their end. */
    private static boolean deferredAfterDot(TransactionReport report) {
        return report.verdicts().stream()
                .anyMatch(v -> !(v instanceof Verdict.Accepted) && v.reply().stage() == Stage.END_OF_DATA);
    }

    private CompletableFuture<Void> delivered(Consignment c, Recipient recipient, DialogueFacts dialogue) {
        MailEvent event = new MailEvent.Delivered(Facts.of(c, recipient, c.attempt()), dialogue, clock.instant());
        CompletableFuture<Void> acknowledged = publisher.terminal(event, recipient.index(), c.consumed());
        c.end(List.of(recipient.index()));
        c.await(acknowledged);
        log.ended(event);
        return acknowledged;
    }

    private void deferred(
            Consignment c,
            Recipient recipient,
            DialogueFacts dialogue,
            Classification classification,
            boolean uncertain) {
        c.defer(new Consignment.Deferral(recipient, dialogue, classification.category(), uncertain));
        log.deferred(c.mail().messageId(), recipient.address(), c.attempt(), dialogue);
    }

    Bounce bounce(Consignment c, Recipient recipient, DialogueFacts dialogue, Category category) {
        return new Bounce(
                recipient,
                new MailEvent.Bounced(
                        Facts.of(c, recipient, c.attempt()),
                        dialogue,
                        clock.instant(),
                        category,
                        category.action(),
                        null));
    }

    /** Completed once the bounces' events are acknowledged; the consignment waits for that, too. */
    CompletableFuture<Void> bounced(Consignment c, List<Bounce> ends) {
        CompletableFuture<Void> acknowledged = bounces.write(c.mail(), ends, c.consumed());
        c.end(ends.stream().map(bounce -> bounce.recipient().index()).toList());
        c.await(acknowledged);
        return acknowledged;
    }

    private static DialogueFacts dialogue(Attempt attempt, TransactionReport report, NextHop hop, Verdict verdict) {
        BoundSource origin = report.origin();
        InetAddress bound = report.bound();
        return new DialogueFacts(
                attempt.route(),
                bound == null ? null : Ip.text(bound),
                origin == null ? null : origin.by(),
                origin == null ? null : origin.door(),
                new MxHost(hop.host(), Ip.text(hop.address()), hop.port()),
                report.ehlo(),
                report.tls(),
                verdict.reply(),
                attempt.millisSinceStart());
    }
}
