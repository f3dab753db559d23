package io.privatesmtp.bus.provisioning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every fact says of the change itself.
 *
 * @param account whose aggregate changed, null for an address that is nobody's
 * @param version the aggregate's version after the change, 1 for the first
 * @param sequence position in the publisher's log, ever growing; orders changes of different aggregates
 * @param actor who did it
 */
public record Change(
        @Nullable String account,
        long version,
        long sequence,
        String actor,
        @Nullable String reason,
        Instant at) {}
