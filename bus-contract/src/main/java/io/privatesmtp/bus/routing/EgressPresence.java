package io.privatesmtp.bus.routing;

import java.time.Instant;

/** A worker has the address now: the value of {@code egress.presence}. {@code door} is host:port. */
public record EgressPresence(String ip, String worker, String door, Instant at) {}
