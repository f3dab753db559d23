package io.privatesmtp.standalone.faults;

import io.privatesmtp.standalone.faults.evidence.Findings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario went.
 *
 * @param findings null when it could not be brought to its end
 * @param figures what was measured beside
 * @param complaints why it did not hold
 */
record Result(
        String scenario,
        boolean holds,
        @Nullable Findings findings,
        List<String> figures,
        List<String> complaints,
        long seconds) {}
