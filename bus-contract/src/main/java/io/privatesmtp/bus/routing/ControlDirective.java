package io.privatesmtp.bus.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An operator's word over a scope: the value of {@code mail.control}; a tombstone resumes. */
public record ControlDirective(
        Directive directive,
        @Nullable String reason,
        @Nullable String actor,
        @Nullable Instant until) {
    /** What is to happen with mail in the scope. */
    public enum Directive {
        @JsonProperty("suspend")
        SUSPEND,
        @JsonProperty("cancel")
        CANCEL
    }
}
