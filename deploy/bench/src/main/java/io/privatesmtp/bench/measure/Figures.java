package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Work;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a case came to: the medians of its runs at full speed, and latencies at half of it.
 *
 * @param receiver which one it was
 * @param runs how many there were
 * @param eventLoopsPer1000 messages, of the worker
 * @param parked messages of all runs that had to wait in a retry topic because their lane had no room
 * @param latencyMillis from a producer's submission to the receiver's 250, at half the speed
 * @param firstAttemptMillis from submission to the beginning of the first SMTP transaction, at half the speed
 * @param ratio CPU time of worker and broker by that of smtp-source and smtp-sink, which had the same mail between them right after each
 *     run; null where they are not installed
 * @param sourceRatio the same, by smtp-source alone
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
        @Nullable Double ratio,
        @Nullable Double sourceRatio) {

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
                medianOrNull(runs, Run::ratio),
                medianOrNull(runs, Run::sourceRatio));
    }

    /** The median of the runs. */
    static double speed(List<Run> runs) {
        return median(runs.stream().mapToDouble(Run::messagesPerSecond).toArray());
    }

    private static @Nullable Double medianOrNull(List<Run> runs, Function<Run, OptionalDouble> figure) {
        var known = runs.stream()
                .map(figure)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return known.length == 0 ? null : median(known);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        var middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
