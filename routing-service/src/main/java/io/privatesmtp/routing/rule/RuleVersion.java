package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.routing.RoutingRule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A rule as one approval made it, and when that approval ended.
 *
 * @param rule its version is the approval's sequence number
 * @param requestId the request that was approved
 * @param from when it was approved; to the microsecond, as the database keeps it
 * @param ending null while it was not withdrawn; a later version of the domain replaces it all the same
 */
record RuleVersion(
        RoutingRule rule,
        String requestId,
        Instant from,
        @Nullable Ending ending) {
    /** What ended a version: the fact's sequence number and time. */
    record Ending(long sequence, Instant at) {
        Ending {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    RuleVersion {
        from = from.truncatedTo(ChronoUnit.MICROS);
    }

    boolean open() {
        return ending == null;
    }

    /** The earliest ending counts, whatever order they are seen in. */
    RuleVersion endedBy(Ending other) {
        boolean later = ending != null && ending.sequence() <= other.sequence();
        return later || other.sequence() <= rule.version() ? this : new RuleVersion(rule, requestId, from, other);
    }
}
