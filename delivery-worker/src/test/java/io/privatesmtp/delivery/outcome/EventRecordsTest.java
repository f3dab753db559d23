package io.privatesmtp.delivery.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.HoldReason;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private static final MessageFacts MESSAGE = new MessageFacts(
            "m-1", "acme", 2, "", null, "b@rcpt.test", "rcpt.test", null, new Origin("mail.outbound", 3, 17), null);
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @Test
    void anEventIsNamedAfterItsOriginRecipientAttemptAndType() {
        assertThat(EventRecords.id(new MailEvent.Delivered(MESSAGE, DialogueFacts.NONE, NOW), 5))
                .isEqualTo("mail.outbound-3-17/5/2/mail.delivered");
    }

    @Test
    void twoHoldingsOfOneAttemptAreTwoEvents() {
        assertThat(EventRecords.id(held(HoldReason.SOURCE_UNUSABLE), 5))
                .isEqualTo("mail.outbound-3-17/5/2/mail.held/source-unusable");
        assertThat(EventRecords.id(held(HoldReason.ACCOUNT_SUSPENDED), 5))
                .isEqualTo("mail.outbound-3-17/5/2/mail.held/account-suspended");
    }

    private static MailEvent held(HoldReason reason) {
        return new MailEvent.Held(MESSAGE, DialogueFacts.NONE, NOW, reason, NOW);
    }
}
