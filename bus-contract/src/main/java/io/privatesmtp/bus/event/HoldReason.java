package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Why mail waits without an attempt. */
public enum HoldReason {
    @JsonProperty("source-unusable")
    SOURCE_UNUSABLE,
    @JsonProperty("account-suspended")
    ACCOUNT_SUSPENDED,
    @JsonProperty("control")
    CONTROL,
    @JsonProperty("quota")
    QUOTA,
    /** The key that its rule says signs it is not there. */
    @JsonProperty("dkim-key")
    DKIM_KEY;

    /** As it stands in JSON and in event ids. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
