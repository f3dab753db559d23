package io.privatesmtp.bus.routing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether mail may leave from an address now. */
public enum SourceState {
    @JsonProperty("active")
    ACTIVE,
    /** As active, within a daily allowance. */
    @JsonProperty("warming")
    WARMING,
    /** Nothing leaves for now. */
    @JsonProperty("held")
    HELD,
    /** Nothing leaves any more. */
    @JsonProperty("retired")
    RETIRED;

    public boolean usable() {
        return this == ACTIVE || this == WARMING;
    }
}
