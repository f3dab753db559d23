package io.privatesmtp.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private final RetrySchedule schedule = new RetrySchedule(List.of("1m", "5m", "15m", "1h", "4h"), 0.1);

    @ParameterizedTest
    @CsvSource({"1,1m", "2,5m", "3,15m", "4,1h", "5,4h", "6,4h", "400,4h", "0,1m", "-1,1m"})
    void eachAttemptWaitsLongerThanTheOneBeforeItUpToTheLongestDelay(int attempt, String delay) {
        assertThat(schedule.afterAttempt(attempt).topic()).isEqualTo("mail.retry." + delay);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,1m", "PT59S,1m", "PT1M,1m", "PT4M59S,1m", "PT5M,5m", "PT1H,1h", "P3D,4h", "-PT5M,1m"})
    void aWaitTakesTheLargestDelayThatFits(Duration wait, String delay) {
        assertThat(schedule.fitting(wait).topic()).isEqualTo("mail.retry." + delay);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,false", "-PT1H,false", "PT30S,false", "PT30.001S,true", "PT4H,true"})
    void mailIsPutBackWhileMoreThanHalfTheShortestDelayRemains(Duration left, boolean early) {
        assertThat(schedule.early(NOW.plus(left), NOW)).isEqualTo(early);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1", "1d", "-1m", "1.5m", "1m5", "0s", "0m", "9999999s", "1 m", "１m"})
    void whatIsNoDelayIsRefusedByName(String delay) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySchedule(List.of(delay), 0.1))
                .withMessageContaining("psr.retry.delays \"" + delay + "\"");
    }

    @Test
    void delaysMustAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySchedule(List.of("5m", "1m"), 0.1))
                .withMessageContaining("must ascend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySchedule(List.of("60s", "1m"), 0.1))
                .withMessageContaining("must ascend");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void jitterIsAShareOfTheDelay(double jitter) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of("1m"), jitter));
    }

    @Test
    void atLeastOneDelayIsNeeded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySchedule(List.of(), 0.1));
    }

    @Property
    void jitterIsATenthAtMostAndTheSameAtEveryLook(@ForAll long seed) {
        for (RetrySchedule.Step step : schedule.steps()) {
            Duration jitter = schedule.jitter(step, seed);
            assertThat(jitter).isBetween(Duration.ZERO, step.delay().dividedBy(10));
            assertThat(schedule.jitter(step, seed)).isEqualTo(jitter);
        }
    }

    @Test
    void neighbouringRecordsAreSpread() {
        RetrySchedule.Step hour = schedule.fitting(Duration.ofHours(1));
        int[] tenths = new int[10];
        for (int seed = 0; seed < 10_000; seed++) {
            tenths[(int) (schedule.jitter(hour, seed).toMillis() * 10 / 360_000)]++;
        }

        assertThat(IntStream.of(tenths)).allMatch(n -> n > 800 && n < 1_200);
    }

    @Property
    void anyDueTimeIsReachedInFewRoundsAndNeverMuchTooLate(@ForAll @LongRange(min = 0, max = 432_000) long seconds) {
        Instant due = NOW.plusSeconds(seconds);
        Instant now = NOW;
        int rounds = 0;
        while (schedule.early(due, now)) {
            now = now.plus(schedule.fitting(Duration.between(now, due)).delay());
            rounds++;
        }

        assertThat(rounds).isLessThanOrEqualTo(45);
        assertThat(Duration.between(due, now)).isLessThan(schedule.shortest().delay());
    }
}
