package io.privatesmtp.standalone.faults.scenario;

import java.time.Duration;

/** How much of everything. */
public enum Size {
    /** For continuous integration: seconds. */
    BRIEF,
    /** Each scenario once through. */
    QUICK,
    /** What the promises are measured with. */
    FULL;

    int of(int brief, int quick, int full) {
        return switch (this) {
            case BRIEF -> brief;
            case QUICK -> quick;
            case FULL -> full;
        };
    }

    Duration seconds(int brief, int quick, int full) {
        return Duration.ofSeconds(of(brief, quick, full));
    }
}
