package io.privatesmtp.bus.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who says what address the connection left from. */
public enum BoundBy {
    /** Our own socket. */
    @JsonProperty("socket")
    SOCKET,
    /** The door of the worker that has the address, or an operator's proxy that says what it bound. */
    @JsonProperty("door")
    DOOR,
    /** A proxy that does not say. */
    @JsonProperty("unverified")
    UNVERIFIED
}
