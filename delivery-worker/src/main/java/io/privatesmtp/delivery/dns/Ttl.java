package io.privatesmtp.delivery.dns;

/** How long answers are remembered, in seconds: what the zone says, within bounds that keep us and its servers safe. */
public final class Ttl {
    /** A failure is remembered just long enough that a burst of mail asks once. */
    public static final long FAILURE = 3;

    /** Without a SOA record nothing says how long a negative answer holds (RFC 2308 section 5). */
    static final long NEGATIVE_UNKNOWN = 30;

    private static final long MIN = 5;
    private static final long MAX = 86_400;
    private static final long NEGATIVE_MAX = 300;

    private Ttl() {}

    static long positive(long ttl) {
        return Math.clamp(ttl, MIN, MAX);
    }

    static long negative(long ttl) {
        return Math.clamp(ttl, MIN, NEGATIVE_MAX);
    }
}
