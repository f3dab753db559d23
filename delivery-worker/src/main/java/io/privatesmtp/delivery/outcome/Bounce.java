package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.delivery.message.Recipient;

/** One recipient's end without delivery. */
public record Bounce(Recipient recipient, MailEvent.Bounced event) {}
