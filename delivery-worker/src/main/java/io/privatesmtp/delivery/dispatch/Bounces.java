package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.BounceFollower;
import io.privatesmtp.delivery.outcome.MailLog;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Ends recipients for good without delivery: what follows from that first, the event that settles the recipient last. */
final class Bounces {
    private static final Logger LOG = Logger.getLogger(Bounces.class);

    private final OutcomePublisher publisher;
    private final List<BounceFollower> followers;
    private final MailLog log;

    Bounces(OutcomePublisher publisher, List<BounceFollower> followers, MailLog log) {
        this.publisher = publisher;
        this.followers = List.copyOf(followers);
        this.log = log;
    }

    /** Completed once all is acknowledged. @param bounces of one message, or none */
    CompletableFuture<Void> write(Mail mail, List<Bounce> bounces, Origin consumed) {
        if (bounces.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        bounces.forEach(bounce -> log.ended(bounce.event()));
        CompletableFuture<?>[] before = followers.stream()
                .map(follower -> follow(follower, mail, bounces, consumed))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(before).thenCompose(v -> events(bounces, consumed));
    }

    private CompletableFuture<Void> events(List<Bounce> bounces, Origin consumed) {
        return CompletableFuture.allOf(bounces.stream()
                .map(b -> publisher.terminal(b.event(), b.recipient().index(), consumed))
                .toArray(CompletableFuture[]::new));
    }

    /** The bounce itself must be told, whatever becomes of the rest. */
    private static CompletableFuture<Void> follow(
            BounceFollower follower, Mail mail, List<Bounce> bounces, Origin consumed) {
        try {
            return follower.bounced(mail, bounces, consumed).exceptionally(e -> failed(mail, e));
        } catch (RuntimeException e) {
            failed(mail, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private static Void failed(Mail mail, Throwable e) {
        LOG.errorf(e, "what follows from the bounce of %s is not done", mail.messageId());
        return null;
    }
}
