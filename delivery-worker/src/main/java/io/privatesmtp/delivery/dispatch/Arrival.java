package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Parsed;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that was read, before it is decided whose it is.
 *
 * @param first whether this is its submission, not a retry
 * @param bad the recipients that bounce alone
 * @param end to be called once, when the record has come to its end
 */
record Arrival(
        Incoming submission,
        Origin consumed,
        Reception reception,
        RetryState state,
        boolean first,
        Mail mail,
        List<Recipient> pending,
        List<Parsed.BadRecipient> bad,
        RecordEnd end) {
    Consignment of(@Nullable String account) {
        return end.about(new Consignment(submission, consumed, reception, state, mail, pending, account));
    }
}
