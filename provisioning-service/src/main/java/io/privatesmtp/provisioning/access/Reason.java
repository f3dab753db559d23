package io.privatesmtp.provisioning.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The body of a decision that may be explained: {@code {"reason": "…"}}, at most 500 characters. */
public record Reason(@Nullable String reason) {
    @JsonCreator
    public Reason(@JsonProperty("reason") @Nullable String reason) {
        this.reason = Text.reason(reason);
    }

    /** The reason of a body that may be missing altogether. */
    public static @Nullable String of(@Nullable Reason body) {
        return body == null ? null : body.reason;
    }
}
