package io.privatesmtp.bus.event;

import org.jspecify.annotations.Nullable;

/**
 * The rule that was applied.
 *
 * @param rule the domain whose rule it was, null where none covers the sender
 * @param sourceIp the address that was asked for, null while none is usable
 */
public record Route(
        @Nullable String rule,
        @Nullable Long ruleVersion,
        RouteReason reason,
        @Nullable String sourceIp) {}
