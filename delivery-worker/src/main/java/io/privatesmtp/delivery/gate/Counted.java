package io.privatesmtp.delivery.gate;

import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.event.RouteReason;
import org.jspecify.annotations.Nullable;

/**
 * What a recipient was counted for when it passed the gates, so that it is counted once, however often it is tried or put
 * aside, and goes on although nothing may be left by then.
 *
 * @param account whether it was counted for its account's use of shared addresses
 * @param source the address it was last counted for; null where for none
 */
public record Counted(boolean account, @Nullable String source) {
    public static final Counted NONE = new Counted(false, null);

    /** The same recipient, which leaves on this route. */
    public Counted leaving(Route route) {
        return new Counted(account || route.reason() != RouteReason.PRIVATE, route.sourceIp());
    }
}
