package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Require;

/** How many recipients an account may reach through shared addresses. */
public record AccountLimits(long perHour, long perDay) {
    public static final AccountLimits DEFAULT = new AccountLimits(200, 2_000);

    public AccountLimits {
        Require.that(perHour >= 0, "limits.perHour", perHour, "must not be negative");
        Require.that(perDay >= 0, "limits.perDay", perDay, "must not be negative");
    }
}
