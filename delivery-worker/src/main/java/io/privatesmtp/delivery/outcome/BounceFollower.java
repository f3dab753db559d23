package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.message.Mail;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a bounce leads to beside its event. The event is the recipient's receipt and is written last: after a crash in between,
 * the bounce comes again, so whatever a follower writes must bear being written twice.
 */
@FunctionalInterface
public interface BounceFollower {
    /**
     * @param bounces of one message, at least one, whose events are about to be written
     * @param consumed coordinates of the record that they follow from
     * @return completed once all it wrote is acknowledged; a failure is logged and holds nothing up
     */
    CompletableFuture<Void> bounced(Mail mail, List<Bounce> bounces, Origin consumed);
}
