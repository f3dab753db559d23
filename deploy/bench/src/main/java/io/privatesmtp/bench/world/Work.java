package io.privatesmtp.bench.world;

/**
 * Of a worker's event loops.
 *
 * @param allocatedKiB memory that was ever asked for, however soon it was given back
 */
public record Work(double allocatedKiB, double cpuSeconds) {
    Work plus(Work other) {
        return new Work(allocatedKiB + other.allocatedKiB, cpuSeconds + other.cpuSeconds);
    }

    public Work minus(Work earlier) {
        return new Work(allocatedKiB - earlier.allocatedKiB, cpuSeconds - earlier.cpuSeconds);
    }

    public Work times(double factor) {
        return new Work(allocatedKiB * factor, cpuSeconds * factor);
    }
}
