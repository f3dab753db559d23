package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Work;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one run at full speed came to.
 *
 * @param parked messages that had to wait in a retry topic because their lane had no room
 * @param yardstick what smtp-source and smtp-sink needed right afterwards, as {@code Yardstick} measures it; null where there is none
 */
public record Run(
        double messagesPerSecond,
        Split cpuSecondsPer1000,
        Work workPer1000,
        long parked,
        @Nullable Split yardstick) {
    private static final double THOUSAND = 1_000;

    public static Run of(int messages, double perSecond, Split cpuSeconds, Work work, long parked) {
        return new Run(perSecond, cpuSeconds.times(THOUSAND / messages), work.times(THOUSAND / messages), parked, null);
    }

    public Run beside(Split measured) {
        return new Run(messagesPerSecond, cpuSecondsPer1000, workPer1000, parked, measured);
    }

    /** Worker and broker, or all of a mail system, by smtp-source and smtp-sink together. */
    OptionalDouble ratio() {
        return yardstick == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(cpuSecondsPer1000.system() / (yardstick.worker() + yardstick.receiver()));
    }

    /** For a line of progress; empty where there was none. */
    public String inYardsticks() {
        return ratio().stream()
                .mapToObj(ratio -> String.format(Locale.ROOT, ", %.2f of smtp-source and smtp-sink", ratio))
                .collect(Collectors.joining());
    }

    /** The same, by smtp-source alone. */
    OptionalDouble sourceRatio() {
        return yardstick == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(cpuSecondsPer1000.system() / yardstick.worker());
    }
}
