package io.privatesmtp.bus.routing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose mail may leave from an address. */
public enum SourceKind {
    /** Only mail of domains whose rule names it. */
    @JsonProperty("private")
    PRIVATE,
    /** All mail that no rule covers. */
    @JsonProperty("shared")
    SHARED
}
