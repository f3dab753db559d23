package io.privatesmtp.bench.measure;

import io.privatesmtp.bench.world.Split;
import io.privatesmtp.bench.world.Work;

/**
 * What one run at full speed came to.
 *
 * @param parked messages that had to wait in a retry topic because their lane had no room
 */
public record Run(double messagesPerSecond, Split cpuSecondsPer1000, Work workPer1000, long parked) {
    private static final double THOUSAND = 1_000;

    public static Run of(int messages, double perSecond, Split cpuSeconds, Work work, long parked) {
        return new Run(perSecond, cpuSeconds.times(THOUSAND / messages), work.times(THOUSAND / messages), parked);
    }
}
