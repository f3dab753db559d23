package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why mail waits without an attempt. */
public enum HoldReason {
    @JsonProperty("source-unusable")
    SOURCE_UNUSABLE,
    @JsonProperty("account-suspended")
    ACCOUNT_SUSPENDED,
    @JsonProperty("control")
    CONTROL,
    @JsonProperty("quota")
    QUOTA
}
