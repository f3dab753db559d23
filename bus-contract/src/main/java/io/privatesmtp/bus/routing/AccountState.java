package io.privatesmtp.bus.routing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to an account's mail. */
public enum AccountState {
    @JsonProperty("open")
    OPEN,
    /** Its mail is held. */
    @JsonProperty("suspended")
    SUSPENDED,
    /** Its mail bounces. */
    @JsonProperty("closed")
    CLOSED
}
