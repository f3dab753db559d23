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
        assertThat(throughput.within(Duration.ofSeconds(10), now)).isZero();

        throughput.done(now);

        assertThat(throughput.within(Duration.ofSeconds(10), now)).isZero();
    }

    @Test
    void aSteadyPaceIsFoundOut() {
        pace(1_000, 10);

        assertThat(throughput.within(Duration.ofSeconds(10), now)).isBetween(950L, 1_050L);
    }

    @Test
    void aNewPaceIsTakenOverGradually() {
        pace(1_000, 10);
        pace(20, 100);
        long soon = throughput.within(Duration.ofSeconds(10), now);
        pace(400, 100);

        assertThat(soon).isBetween(100L, 1_000L);
        assertThat(throughput.within(Duration.ofSeconds(10), now)).isBetween(95L, 150L);
    }

    @Test
    void whatComesSlowlyIsNotTakenForASlowSite() {
        for (int i = 0; i < 100; i++) {
            throughput.busy(now);
            now += MILLI;
            throughput.done(now);
            throughput.rest();
            now += 1_000 * MILLI;
        }

        assertThat(throughput.known(Duration.ofSeconds(10), now)).isFalse();
    }

    @Test
    void aSiteThatDoesNothingForLongIsKnownToBeSlow() {
        throughput.busy(now);
        now += 11_000 * MILLI;

        assertThat(throughput.known(Duration.ofSeconds(10), now)).isTrue();
        assertThat(throughput.within(Duration.ofSeconds(10), now)).isZero();
    }

    @Test
    void aSiteThatStopsIsFoundOutWithoutAnythingDone() {
        pace(1_000, 10);

        now += 20_000 * MILLI;

        assertThat(throughput.within(Duration.ofSeconds(10), now)).isLessThan(50);
    }

    @Test
    void aPaceThatGrowsIsTakenOverSoon() {
        pace(100, 20);
        pace(3_000, 1);

        assertThat(throughput.within(Duration.ofSeconds(10), now)).isGreaterThan(9_000);
    }

    @Test
    void aPaceIsBelievedOnceItWasMeasuredForLong() {
        pace(400, 20);
        boolean early = throughput.settled(Duration.ofSeconds(10), now);
        throughput.rest();
        now += 60_000 * MILLI;
        pace(150, 20);

        assertThat(early).isFalse();
        assertThat(throughput.settled(Duration.ofSeconds(10), now)).isTrue();
    }

    private void pace(int jobs, int millisApart) {
        throughput.busy(now);
        for (int i = 0; i < jobs; i++) {
            now += millisApart * MILLI;
            throughput.done(now);
        }
    }
}
