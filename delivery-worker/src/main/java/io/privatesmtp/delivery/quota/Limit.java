package io.privatesmtp.delivery.quota;

/**
 * How many recipients there may be.
 *
 * @param perHour in an hour of the clock (UTC), {@link #NONE} where only the day counts
 * @param perDay in a day (UTC)
 */
record Limit(long perHour, long perDay) {
    static final long NONE = Long.MAX_VALUE;

    static Limit daily(long perDay) {
        return new Limit(NONE, Math.max(0, perDay));
    }
}
