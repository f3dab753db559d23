package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private static final long MILLI = 1_000_000;

    private final Throughput throughput = new Throughput();
    private long now = 1;

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(throughput.within(Duration.ofSeconds(10))).isZero();

        throughput.done(now);

        assertThat(throughput.within(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void aSteadyPaceIsFoundOut() {
        pace(1_000, 10);

        assertThat(throughput.within(Duration.ofSeconds(10))).isBetween(950L, 1_050L);
    }

    @Test
    void aNewPaceIsTakenOverGradually() {
        pace(1_000, 10);
        pace(20, 100);
        long soon = throughput.within(Duration.ofSeconds(10));
        pace(400, 100);

        assertThat(soon).isBetween(100L, 1_000L);
        assertThat(throughput.within(Duration.ofSeconds(10))).isBetween(95L, 150L);
    }

    private void pace(int jobs, int millisApart) {
        for (int i = 0; i < jobs; i++) {
            now += millisApart * MILLI;
            throughput.done(now);
        }
    }
}
