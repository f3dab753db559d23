package io.privatesmtp.provisioning.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a routing request stands. */
public enum RequestState {
    /** Waits for an operator. */
    @JsonProperty("open")
    OPEN,
    /** Its rules are in force. */
    @JsonProperty("approved")
    APPROVED,
    @JsonProperty("rejected")
    REJECTED,
    /** Taken back, before or after it was approved. */
    @JsonProperty("withdrawn")
    WITHDRAWN;

    /** As it stands in JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
