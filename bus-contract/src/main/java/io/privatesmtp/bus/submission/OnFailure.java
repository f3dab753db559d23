package io.privatesmtp.bus.submission;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a sender is told that a message failed. */
public enum OnFailure {
    /** By events alone. */
    @JsonProperty("events")
    EVENTS,
    /** By a delivery status notification to the envelope sender too (RFC 3464); never for the null sender. */
    @JsonProperty("dsn")
    DSN
}
