package io.privatesmtp.bus.event;

import io.privatesmtp.bus.Origin;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every event says of the message and of the one recipient it is about.
 *
 * @param attempt 1 for the first, 0 where none was made
 * @param sender envelope sender as submitted, "" for the null sender
 * @param senderDomain the domain that picked the source address (A-label), null where there is none
 * @param recipientDomain A-label
 * @param origin coordinates of the first submission
 */
public record MessageFacts(
        String messageId,
        @Nullable String account,
        int attempt,
        String sender,
        @Nullable String senderDomain,
        String recipient,
        @Nullable String recipientDomain,
        @Nullable Instant queuedAt,
        Origin origin,
        @Nullable Map<String, String> tags) {}
