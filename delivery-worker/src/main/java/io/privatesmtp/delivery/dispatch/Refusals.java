package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Parsed;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ends mail without an attempt: refused submissions, closed accounts, expired mail. Events come first and the dead letter
 * last, because the dead letter settles the record.
 */
public final class Refusals {
    private final OutcomePublisher publisher;
    private final Bounces bounces;
    private final Clock clock;

    Refusals(OutcomePublisher publisher, Bounces bounces, Clock clock) {
        this.publisher = publisher;
        this.bounces = bounces;
        this.clock = clock;
    }

    /** A record that no message can be made of: an event for each recipient that can be read, and the dead letter. */
    CompletableFuture<Void> refused(Incoming record, Origin consumed, Parsed.Refused refused) {
        List<CompletableFuture<Void>> events = new ArrayList<>();
        for (Parsed.Named named : refused.recipients()) {
            MessageFacts facts = Failures.facts(record, refused, named);
            events.add(publisher.passing(rejected(facts, refused.sentence(), said(refused)), named.index(), consumed));
        }
        return all(events).thenCompose(v -> publisher.deadLetter(record, refused.code(), refused.sentence(), consumed));
    }

    /** A submission whose id another one claimed before. */
    CompletableFuture<Void> duplicate(Arrival copy, Origin original) {
        String sentence = "id \"" + copy.mail().messageId() + "\": was accepted within 24 hours, with " + original
                + "; this copy is not sent";
        return publisher.deadLetter(copy.submission(), ErrorCode.DUPLICATE, sentence, copy.consumed());
    }

    /** The recipients of a message whose addresses are none: each bounces alone. */
    CompletableFuture<Void> badRecipients(Arrival arrival) {
        List<CompletableFuture<Void>> events = new ArrayList<>();
        for (Parsed.BadRecipient recipient : arrival.bad()) {
            if (!arrival.reception().settledBefore(recipient.index())) {
                Recipient shown = new Recipient(recipient.index(), recipient.address(), "");
                Mail mail = arrival.mail();
                MessageFacts facts = Facts.of(mail, shown, mail.claimedAccount(), 0);
                MailEvent event = rejected(facts, recipient.sentence());
                events.add(publisher.terminal(event, recipient.index(), arrival.consumed()));
            }
        }
        return all(events);
    }

    /** A message that its account may not send. */
    CompletableFuture<Void> refused(Consignment c, List<Recipient> recipients, ErrorCode code, String sentence) {
        List<CompletableFuture<Void>> events = new ArrayList<>();
        c.end(recipients.stream().map(Recipient::index).toList());
        for (Recipient recipient : recipients) {
            events.add(publisher.passing(
                    rejected(Facts.of(c, recipient, c.state().attempts()), sentence), recipient.index(), c.consumed()));
        }
        return all(events).thenCompose(v -> publisher.deadLetter(c.submission(), code, sentence, c.consumed()));
    }

    /** Ends recipients without an attempt. */
    CompletableFuture<Void> bounce(
            Consignment c, List<Recipient> recipients, Category category, String sentence, @Nullable Route route) {
        List<Bounce> ends = new ArrayList<>();
        c.end(recipients.stream().map(Recipient::index).toList());
        for (Recipient recipient : recipients) {
            MailEvent.Bounced event = new MailEvent.Bounced(
                    Facts.of(c, recipient, c.state().attempts()),
                    DialogueFacts.unconnected(route, c.state().lastReply()),
                    clock.instant(),
                    category,
                    category.action(),
                    sentence);
            ends.add(new Bounce(recipient, event));
        }
        return bounces.write(c.mail(), ends, c.consumed());
    }

    /** The time for delivery is over; the last reply says what stood in its way. */
    CompletableFuture<Void> expired(Consignment c, List<Recipient> recipients) {
        String sentence = "not delivered by " + c.mail().expiresAt() + ", after "
                + c.state().attempts() + " attempts";
        return bounce(c, recipients, Category.EXPIRED, sentence, null);
    }

    /** A loop has a status of its own (RFC 3463 section 3.5: 5.4.6). */
    private static DialogueFacts said(Parsed.Refused refused) {
        return refused.code() == ErrorCode.LOOP
                ? DialogueFacts.unconnected(
                        null, Facts.own(Stage.CONNECT, new EnhancedStatus(5, 4, 6), refused.sentence()))
                : DialogueFacts.NONE;
    }

    private MailEvent rejected(MessageFacts facts, String sentence) {
        return rejected(facts, sentence, DialogueFacts.NONE);
    }

    private MailEvent rejected(MessageFacts facts, String sentence, DialogueFacts dialogue) {
        return new MailEvent.Bounced(
                facts, dialogue, clock.instant(), Category.REJECTED, Category.REJECTED.action(), sentence);
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }
}
