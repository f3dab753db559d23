package io.privatesmtp.bench.measure;

import java.util.Arrays;

/** Of times in milliseconds. */
public record Percentiles(double p50, double p95, double p99) {
    /** By nearest rank. */
    static Percentiles of(double[] millis) {
        var sorted = millis.clone();
        Arrays.sort(sorted);
        return new Percentiles(rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99));
    }

    private static double rank(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
