package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.routing.RoutingRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule and when it was in force.
 *
 * @param requestId the request whose approval made it
 * @param to when it was withdrawn or replaced, null while it is in force
 */
record RulePeriod(
        RoutingRule rule,
        String requestId,
        Instant from,
        @Nullable Instant to) {
    /** The periods of one domain, the oldest first. */
    static List<RulePeriod> of(Collection<RuleVersion> history) {
        List<RuleVersion> versions = List.copyOf(history);
        List<RulePeriod> periods = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            RuleVersion version = versions.get(i);
            Instant replaced = i + 1 < versions.size() ? versions.get(i + 1).from() : null;
            Instant ended = version.ending() == null ? null : version.ending().at();
            periods.add(new RulePeriod(version.rule(), version.requestId(), version.from(), earlier(ended, replaced)));
        }
        return periods;
    }

    boolean contains(Instant moment) {
        return !moment.isBefore(from) && (to == null || moment.isBefore(to));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
