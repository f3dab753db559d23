package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import org.jspecify.annotations.Nullable;

/** Where a message may leave from, and why. */
public sealed interface SourceDecision {
    /** It leaves from this address and from no other. */
    record Leave(SourceAddress source, Route route) implements SourceDecision {}

    /** No address is usable; it waits. {@code rule} is null where it would leave by a shared address. */
    record Wait(Route route, @Nullable RoutingRule rule) implements SourceDecision {}

    /** No address is usable, and the rule says that its mail fails then. */
    record Fail(Route route, String sentence) implements SourceDecision {}

    /** The domain is under another account's rule. */
    record NotOwned(String domain) implements SourceDecision {}
}
