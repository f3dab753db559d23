package io.privatesmtp.standalone.faults.scenario;

import java.time.Duration;

/** How much of everything. */
public enum Size {
    /** Each scenario once through. */
    QUICK,
    /** What the promises are measured with. */
    FULL;

    int of(int quick, int full) {
        return this == QUICK ? quick : full;
    }

    Duration seconds(int quick, int full) {
        return Duration.ofSeconds(of(quick, full));
    }
}
