package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import org.jspecify.annotations.Nullable;

/** What events say of a message. */
final class Facts {
    private Facts() {}

    static MessageFacts of(Mail mail, Recipient recipient, @Nullable String account, int attempt) {
        return new MessageFacts(
                mail.messageId(),
                account,
                attempt,
                mail.sender(),
                mail.senderDomain(),
                recipient.address(),
                recipient.domain(),
                mail.queuedAt(),
                mail.origin(),
                mail.tags().isEmpty() ? null : mail.tags());
    }

    static MessageFacts of(Consignment c, Recipient recipient, int attempt) {
        return of(c.mail(), recipient, c.account(), attempt);
    }

    /** Our own sentence, where no server said one. */
    static SmtpReply own(Stage stage, @Nullable EnhancedStatus status, String sentence) {
        return new SmtpReply(stage, 0, status, sentence);
    }
}
