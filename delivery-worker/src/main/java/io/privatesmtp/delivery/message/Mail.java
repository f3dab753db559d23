package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.bus.submission.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An accepted message, read and checked once; immutable.
 *
 * @param origin coordinates of its first submission
 * @param messageId the producer's id, else the origin as text
 * @param claimedAccount what the record or its topic says; null leaves it to the rule of the sender domain
 * @param sender reverse-path as submitted, "" for the null sender
 * @param senderDomain picks the source address: of the reverse-path, for the null sender of the one header From; null if none
 * @param fromDomain of the one header From (A-label), null where there is none or several
 * @param recipients all that are well-formed, in order
 * @param body what is rendered for the wire
 * @param queuedAt when the bus got it
 * @param expiresAt given up from then on
 */
public record Mail(
        Origin origin,
        String messageId,
        @Nullable String claimedAccount,
        String sender,
        @Nullable String senderDomain,
        @Nullable String fromDomain,
        List<Recipient> recipients,
        MailBody body,
        Instant queuedAt,
        @Nullable Instant notBefore,
        Instant expiresAt,
        Priority priority,
        @Nullable OnFailure onFailure,
        Map<String, String> tags) {

    /** Whether the producer gave it an id. */
    public boolean named() {
        return !messageId.equals(origin.toString());
    }

    /** The same message, taken for one that has no sender domain: no rule covers it. */
    public Mail withoutDomain() {
        return new Mail(
                origin,
                messageId,
                claimedAccount,
                sender,
                null,
                null,
                recipients,
                body,
                queuedAt,
                notBefore,
                expiresAt,
                priority,
                onFailure,
                tags);
    }

    /** The same message, whose owner was decided before; a claim of its own stays. */
    public Mail ownedBy(@Nullable String owner) {
        return claimedAccount != null || owner == null
                ? this
                : new Mail(
                        origin,
                        messageId,
                        owner,
                        sender,
                        senderDomain,
                        fromDomain,
                        recipients,
                        body,
                        queuedAt,
                        notBefore,
                        expiresAt,
                        priority,
                        onFailure,
                        tags);
    }
}
