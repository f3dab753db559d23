package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Require;

/**
 * How many recipients an account may write to through shared addresses: each recipient of a message counts, and counts once,
 * however often it is tried.
 *
 * @param perHour in an hour of the clock, UTC
 * @param perDay in a day, UTC
 */
public record AccountLimits(long perHour, long perDay) {
    public static final AccountLimits DEFAULT = new AccountLimits(200, 2_000);

    public AccountLimits {
        Require.that(perHour >= 0, "limits.perHour", perHour, "must not be negative");
        Require.that(perDay >= 0, "limits.perDay", perDay, "must not be negative");
    }
}
