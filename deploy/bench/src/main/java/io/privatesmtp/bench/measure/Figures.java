package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Work;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a case came to: the medians of its runs at full speed, and latencies at half of it.
 *
 * @param receiver which one it was
 * @param runs how many there were
 * @param eventLoopsPer1000 messages, of the worker
 * @param parked messages of all runs that had to wait in a retry topic because their lane had no room
 * @param latencyMillis from a producer's submission to the receiver's 250, at half the speed
 * @param loaderCpuSecondsPer1000 of smtp-source, which handed the mail over; null where it was submitted to Kafka
 * @param firstAttemptMillis from submission to the beginning of the first SMTP transaction, at half the speed
 */
public record Figures(
        String receiver,
        int runs,
        double messagesPerSecond,
        Split cpuSecondsPer1000,
        Split peakRssMiB,
        Work eventLoopsPer1000,
        long parked,
        @Nullable Percentiles latencyMillis,
        @Nullable Percentiles firstAttemptMillis,
        @Nullable Double loaderCpuSecondsPer1000) {

    /** @param latencies null where they were not measured */
    public static Figures of(String receiver, List<Run> runs, Split peakRssMiB, @Nullable Latencies latencies) {
        return new Figures(
                receiver,
                runs.size(),
                speed(runs),
                Split.each(process -> median(runs.stream()
                        .mapToDouble(run -> process.applyAsDouble(run.cpuSecondsPer1000()))
                        .toArray())),
                peakRssMiB,
                new Work(
                        median(runs.stream()
                                .mapToDouble(run -> run.workPer1000().allocatedKiB())
                                .toArray()),
                        median(runs.stream()
                                .mapToDouble(run -> run.workPer1000().cpuSeconds())
                                .toArray())),
                runs.stream().mapToLong(Run::parked).sum(),
                latencies == null ? null : latencies.toReceived(),
                latencies == null ? null : latencies.toAttempt(),
                null);
    }

    /** @param loads CPU seconds that smtp-source took for 1,000 messages, in each run */
    public Figures handedOverBy(List<Double> loads) {
        return new Figures(
                receiver,
                runs,
                messagesPerSecond,
                cpuSecondsPer1000,
                peakRssMiB,
                eventLoopsPer1000,
                parked,
                latencyMillis,
                firstAttemptMillis,
                median(loads.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** The median of the runs. */
    static double speed(List<Run> runs) {
        return median(runs.stream().mapToDouble(Run::messagesPerSecond).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        var middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
