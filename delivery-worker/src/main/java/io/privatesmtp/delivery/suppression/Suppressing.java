package io.privatesmtp.delivery.suppression;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.routing.Suppression;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.outcome.Bounce;
import io.privatesmtp.delivery.outcome.BounceFollower;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Puts recipients that are gone for good on their account's suppression list, before the event says that they bounced. */
public final class Suppressing implements BounceFollower {
    private static final int MAX_REPLY = 500;

    private final SuppressionList list;
    private final Counter added;

    public Suppressing(SuppressionList list, MeterRegistry metrics) {
        this.list = list;
        this.added = metrics.counter("psr.suppressions.added");
    }

    @Override
    public CompletableFuture<Void> bounced(Mail mail, List<Bounce> bounces, Origin consumed) {
        return CompletableFuture.allOf(HardBounces.among(bounces).stream()
                .map(bounce -> suppress(bounce, mail.origin()))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> suppress(Bounce bounce, Origin cause) {
        MailEvent.Bounced event = bounce.event();
        SuppressionKey key = SuppressionKey.of(event.message().account(), bounce.recipient());
        added.increment();
        return list.suppress(
                key,
                new Suppression(
                        key.account(),
                        key.address(),
                        event.category(),
                        said(Objects.requireNonNull(event.dialogue().reply())),
                        event.at()),
                cause);
    }

    private static String said(SmtpReply reply) {
        String text = reply.code() == 0 ? reply.text() : reply.code() + " " + reply.text();
        return text.length() > MAX_REPLY ? text.substring(0, MAX_REPLY) : text;
    }
}
