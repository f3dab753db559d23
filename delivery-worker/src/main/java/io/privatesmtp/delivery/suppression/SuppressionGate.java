package io.privatesmtp.delivery.suppression;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Recipient;
import org.jspecify.annotations.Nullable;

/** Bounces recipients on the suppression list of the message's account, without a connection. */
public final class SuppressionGate implements Gate {
    private final SuppressionList list;
    private final Counter keptBack;

    public SuppressionGate(SuppressionList list, MeterRegistry metrics) {
        this.list = list;
        this.keptBack = metrics.counter("psr.suppressed.recipients");
    }

    @Override
    public @Nullable Objection objection(Passage passage, Recipient recipient) {
        String account = passage.account();
        SuppressionKey key = SuppressionKey.of(account, recipient);
        if (!list.contains(key) || list.causedBy(key, passage.mail().origin())) {
            return null;
        }
        keptBack.increment();
        // Without the address, so that all recipients with this objection end together.
        String whose = account == null ? "mail without an account" : "account \"" + account + "\"";
        return new Objection.Bounce(
                Category.SUPPRESSED, "not sent: the recipient is on the suppression list of " + whose);
    }
}
