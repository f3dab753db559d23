package io.privatesmtp.provisioning.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of an account's history.
 *
 * @param id grows with time; the same as the fact's {@code sequence}
 * @param type the fact's type, for example {@code routing.approved}
 * @param subject the id of what changed: an account, an address, a request
 * @param version of the subject after the change
 */
public record HistoryLine(
        long id,
        String type,
        String subject,
        long version,
        String actor,
        @Nullable String reason,
        Instant at) {
    static HistoryLine of(HistoryEntry entry) {
        return new HistoryLine(entry.id, entry.type, entry.subject, entry.version, entry.actor, entry.reason, entry.at);
    }
}
