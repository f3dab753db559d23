package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.MailBody;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a raw and a JSON submission have in common once they are read.
 *
 * @param sender null for the null sender
 * @param recipientField what the recipients are called where they stood, for sentences
 * @param fromDomain of the message's From field
 */
record Draft(
        String messageId,
        @Nullable String account,
        @Nullable MailAddress sender,
        List<String> recipients,
        String recipientField,
        Times times,
        @Nullable Priority priority,
        @Nullable OnFailure onFailure,
        Map<String, String> tags,
        MailBody body,
        @Nullable String fromDomain) {

    static @Nullable MailAddress sender(String field, String address) {
        return address.isEmpty() ? null : MailAddress.parse(field, address);
    }

    /** Of a reverse-path; null for the null sender and address literals, which no rule can cover. */
    static @Nullable String domainOf(@Nullable MailAddress sender) {
        return sender != null && sender.hasDomainName() ? sender.domain() : null;
    }

    /** Picks the source address (the null sender has only its From). */
    @Nullable
    String senderDomain() {
        return sender == null ? fromDomain : domainOf(sender);
    }

    /** What the producer asked for; else the topic says. */
    Priority priority(String topic) {
        if (priority != null) {
            return priority;
        }
        return topic.equals(Topics.BULK) ? Priority.BULK : Priority.TRANSACTIONAL;
    }
}
