package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a message left from the address it left from. */
public enum RouteReason {
    /** A rule of its account names the address. */
    @JsonProperty("private")
    PRIVATE,
    /** No rule covers its sender domain. */
    @JsonProperty("shared")
    SHARED,
    /** A rule covers it, none of its addresses was usable, and the rule says {@code shared}. */
    @JsonProperty("fallback")
    FALLBACK
}
