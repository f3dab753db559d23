package io.privatesmtp.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static final Instant FAR = NOW.plus(Duration.ofDays(30));

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
        assertThat(schedule.early(NOW.plus(left), NOW, FAR)).isEqualTo(early);
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
    void anyDueTimeIsReachedInFewRoundsAndNeverMuchTooLate(@ForAll @LongRange(min = 0, max = 432_000) long seconds) {
        Instant due = NOW.plusSeconds(seconds);
        Instant now = NOW;
        int rounds = 0;
        while (schedule.early(due, now, FAR)) {
            now = now.plus(schedule.fitting(Duration.between(now, due)).delay());
            rounds++;
        }

        assertThat(rounds).isLessThanOrEqualTo(45);
        assertThat(Duration.between(due, now)).isLessThan(schedule.shortest().delay());
    }

    @ParameterizedTest
    @CsvSource({
        "1,,false,1m,PT1M,",
        "2,,true,5m,PT5M,",
        "1,PT5M,false,5m,PT5M,",
        "1,PT10M,false,5m,PT10M,PT10M30S",
        "1,PT90S,true,1m,PT1M30S,PT2M",
        "4,PT5M,false,1h,PT1H,",
        "4,PT5M,true,5m,PT5M,",
        "4,PT1S,true,1m,PT1M,",
        "5,PT5M,true,5m,PT5M,",
        "6,PT5M,true,4h,PT4H,",
        "9,PT4H,false,4h,PT4H,"
    })
    void aServersWishIsHeard(
            int attempt, Duration asked, boolean greylisted, String topic, Duration after, Duration due) {
        RetrySchedule.Wait wait = schedule.afterAttempt(attempt, NOW, FAR, asked, greylisted);

        assertThat(wait)
                .isEqualTo(new RetrySchedule.Wait(
                        schedule.steps().stream()
                                .filter(s -> s.topic().endsWith("." + topic))
                                .findFirst()
                                .orElseThrow(),
                        NOW.plus(after),
                        due == null ? null : NOW.plus(due)));
    }

    @Property
    void noWaitEndsBehindTheExpiry(
            @ForAll @IntRange(min = 1, max = 40) int attempt,
            @ForAll @LongRange(min = 0, max = 432_000) long life,
            @ForAll @LongRange(min = 1, max = 14_400) long asked,
            @ForAll boolean greylisted) {
        Instant expiry = NOW.plusSeconds(life);

        RetrySchedule.Wait wait = schedule.afterAttempt(attempt, NOW, expiry, Duration.ofSeconds(asked), greylisted);

        assertThat(wait.at()).isBeforeOrEqualTo(expiry);
        if (wait.at().equals(expiry)) {
            assertThat(wait.dueAt()).isEqualTo(expiry);
            Duration latest = wait.step().delay().multipliedBy(11).dividedBy(10);
            assertThat(!NOW.plus(latest).isAfter(expiry) || wait.step().equals(schedule.shortest()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"PT66S,false", "PT66.001S,true", "PT40S,false", "PT10M,true"})
    void theLastLookIsMadeBeforeAnotherRoundWouldMissTheExpiry(Duration left, boolean early) {
        assertThat(schedule.early(NOW.plus(left), NOW, NOW.plus(left))).isEqualTo(early);
    }
}
