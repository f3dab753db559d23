package io.privatesmtp.bus.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.privatesmtp.bus.Require;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word over a {@link ControlScope}: the value of {@code mail.control}; a tombstone resumes.
 *
 * @param until in force before this moment; null until it is resumed
 */
public record ControlDirective(
        Directive directive,
        @Nullable String reason,
        @Nullable String actor,
        @Nullable Instant until) {
    public ControlDirective {
        Require.present("directive", directive);
    }

    public boolean inForce(Instant now) {
        return until == null || now.isBefore(until);
    }

    /** What is to happen with mail in the scope. */
    public enum Directive {
        @JsonProperty("suspend")
        SUSPEND,
        @JsonProperty("cancel")
        CANCEL
    }
}
