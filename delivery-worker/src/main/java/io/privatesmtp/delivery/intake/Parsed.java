package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.delivery.message.Mail;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a record turned out to be. */
public sealed interface Parsed {

    /**
     * A message for at least one recipient.
     *
     * @param bad the recipients that bounce alone
     */
    record Accepted(Mail mail, List<BadRecipient> bad) implements Parsed {}

    /** One address among several that is none. */
    record BadRecipient(int index, String address, ErrorCode code, String sentence) {}

    /**
     * No message. What follows the sentence is told as far as it can be read, bounded, and is not checked.
     *
     * @param sentence names field, value and rule, for the producer
     * @param messageId the producer's id, else the origin as text
     * @param sender "" where it cannot be read
     * @param recipients at most {@value #MAX_NAMED}
     */
    record Refused(
            ErrorCode code,
            String sentence,
            String messageId,
            @Nullable String account,
            String sender,
            List<Named> recipients,
            Map<String, String> tags)
            implements Parsed {
        static final int MAX_NAMED = 10_000;

        /** Of the recipients only those. */
        public Refused only(IntPredicate pending) {
            List<Named> some = recipients.stream()
                    .filter(named -> pending.test(named.index()))
                    .toList();
            return new Refused(code, sentence, messageId, account, sender, some, tags);
        }
    }

    /** A recipient of a refused record, at most 320 characters of its address, controls replaced. */
    record Named(int index, String address) {}
}
