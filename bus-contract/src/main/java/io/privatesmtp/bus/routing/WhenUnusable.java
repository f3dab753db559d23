package io.privatesmtp.bus.routing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a rule says of its mail while none of its addresses is usable. */
public enum WhenUnusable {
    /** Wait, up to {@code holdFor}. */
    @JsonProperty("hold")
    HOLD,
    /** Leave by a shared address. */
    @JsonProperty("shared")
    SHARED,
    /** Bounce at once. */
    @JsonProperty("fail")
    FAIL
}
