package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.load.Case;

/**
 * How much is sent.
 *
 * @param warmUp messages that are sent before, and not counted: the JVMs compile meanwhile
 * @param messages of a run
 * @param paceSeconds how long messages are sent at half the speed, for their latency; 0: not at all
 */
public record Size(int warmUp, int messages, int runs, int paceSeconds) {
    public static final Size FULL = new Size(30_000, 30_000, 3, 15);
    public static final Size QUICK = new Size(15_000, 15_000, 1, 6);

    /** Without latencies. */
    public static final Size SCALE = new Size(8_000, 6_000, 1, 0);

    private static final int COMMON_BYTES = 4_096;

    /** Large messages take longer, so that fewer do; the JVMs compile over as many as ever, or nearly. */
    Size of(Case mail) {
        var factor = Math.clamp((double) COMMON_BYTES / mail.bytes(), 0.2, 1.0);
        return new Size((int) (warmUp * Math.max(0.5, factor)), (int) (messages * factor), runs, paceSeconds);
    }
}
