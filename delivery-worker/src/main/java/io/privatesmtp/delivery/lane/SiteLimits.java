package io.privatesmtp.delivery.lane;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much a site is sent from one source address, by all workers together. A worker takes its share.
 *
 * @param sessions open at a time
 * @param messagesPerSession transactions on one session before it is closed
 * @param rate null for as fast as the sessions allow
 * @param recipients of one transaction
 * @param firstPause after the site could not be reached; doubles up to the longest
 */
public record SiteLimits(
        int sessions,
        int messagesPerSession,
        @Nullable Rate rate,
        int recipients,
        Duration firstPause,
        Duration longestPause) {

    /** What a transaction has at most (RFC 5321 section 4.5.3.1.8 lets servers take no more than 100). */
    static final int MAX_RECIPIENTS = 50;

    /** However small the share of a worker with a partition, its mail goes on. */
    private static final double TRICKLE_PER_SECOND = 1.0 / 60;

    /** Against rounding: a third of 9 is 3. */
    private static final double EPSILON = 1e-9;

    static SiteLimits of(LaneSettings settings) {
        return new SiteLimits(
                settings.maxSessions(),
                settings.maxTransactionsPerSession(),
                null,
                MAX_RECIPIENTS,
                settings.backOff(),
                settings.maxBackOff());
    }

    /** @param share of the cluster that this worker is, 0 to 1 */
    int sessions(double share) {
        return Math.max(1, (int) (sessions * share + EPSILON));
    }

    /** Messages a second, infinite where there is no limit. */
    double perSecond(double share) {
        if (rate == null) {
            return Double.POSITIVE_INFINITY;
        }
        double all = rate.perSecond();
        return Math.max(all * share, Math.min(all, TRICKLE_PER_SECOND));
    }
}
