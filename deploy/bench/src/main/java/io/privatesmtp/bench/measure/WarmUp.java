package io.privatesmtp.bench.measure;

/**
 * Tells when the JVMs have compiled what they run. Until then each round of messages costs less than the one before; it is
 * over when two in a row were hardly cheaper than the cheapest before them: one alone may have been disturbed.
 */
final class WarmUp {
    private static final double HARDLY = 0.97;
    private static final int IN_A_ROW = 2;

    private final int most;
    private double least = Double.POSITIVE_INFINITY;
    private int rounds;
    private int noCheaper;

    /** @param most rounds, after which it is over in any case */
    WarmUp(int most) {
        this.most = most;
    }

    /** @param cpuSeconds of worker and broker in a round, for as many messages as in each other */
    void took(double cpuSeconds) {
        rounds++;
        noCheaper = cpuSeconds < least * HARDLY ? 0 : noCheaper + 1;
        least = Math.min(least, cpuSeconds);
    }

    int rounds() {
        return rounds;
    }

    boolean isOver() {
        return rounds >= most || noCheaper >= IN_A_ROW;
    }
}
