package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.load.Case;

/**
 * How much is sent.
 *
 * @param messages of a run, and of a round of warming up
 * @param rounds of warming up at most, see {@link WarmUp}; none of them counts
 * @param runs that count
 * @param paceSeconds how long messages are sent at half the speed, for their latency; 0: not at all. Twice as long before that
 *     they are sent so without being counted
 */
public record Size(int messages, int rounds, int runs, int paceSeconds) {
    public static final Size FULL = new Size(30_000, 12, 3, 15);
    public static final Size QUICK = new Size(20_000, 8, 1, 6);

    /** Without latencies. */
    public static final Size SCALE = new Size(15_000, 8, 1, 0);

    static final int COMMON_BYTES = 4_096;

    /** Large messages take longer, so that fewer do. */
    Size of(Case mail) {
        var factor = Math.clamp((double) COMMON_BYTES / mail.bytes(), 0.2, 1.0);
        return new Size((int) (messages * factor), rounds, runs, paceSeconds);
    }
}
