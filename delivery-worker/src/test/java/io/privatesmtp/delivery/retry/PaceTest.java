package io.privatesmtp.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final RetrySchedule SCHEDULE = new RetrySchedule(List.of("1m", "1h"), 0.1);
    private static final RetrySchedule.Step HOUR = SCHEDULE.steps().get(1);

    @Property
    void everyRecordIsReleasedInItsOrderWithinItsJitter(
            @ForAll @IntRange(min = 1, max = 300) int count, @ForAll Random random) {
        Pace pace = SCHEDULE.pace(HOUR);
        Instant appended = NOW;
        Instant last = Instant.EPOCH;
        for (int i = 0; i < count; i++) {
            appended = appended.plusMillis(random.nextInt(20_000));

            Instant due = pace.due(i, appended, 1 + random.nextInt(count));
            pace.released();

            assertThat(due).isBetween(appended.plusSeconds(3_600), appended.plusSeconds(3_960));
            assertThat(due).isAfterOrEqualTo(last);
            last = due;
        }
    }

    @Example
    void theSameHeadIsDueAtTheSameTimeAtEveryLook() {
        Pace pace = SCHEDULE.pace(HOUR);

        Instant first = pace.due(7, NOW, 1);

        assertThat(pace.due(7, NOW, 500)).isEqualTo(first);
    }

    @Property(tries = 50)
    void whatCameTogetherIsSpreadEvenly(@ForAll @IntRange(min = 100, max = 2_000) int count) {
        List<Instant> dues = burst(count);

        int[] sixths = new int[6];
        dues.forEach(due -> sixths[
                (int) Math.min(5, Duration.between(NOW.plusSeconds(3_600), due).toMinutes())]++);

        assertThat(sixths).satisfies(s -> {
            for (int n : s) {
                assertThat(n).isBetween(count / 12, count / 3);
            }
        });
    }

    @Example
    void loneRecordsAreSpreadToo() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Instant appended = NOW.plusMillis(i);
            seconds.add(Duration.between(
                            appended.plusSeconds(3_600), SCHEDULE.pace(HOUR).due(i, appended, 1))
                    .toSeconds());
        }

        assertThat(seconds.stream().filter(s -> s < 180).count()).isBetween(400L, 600L);
    }

    @Example
    void whatIsLongOverdueIsReleasedAtOnce() {
        Pace pace = SCHEDULE.pace(HOUR);
        Instant longAgo = NOW.minus(Duration.ofDays(1));
        for (int i = 0; i < 100; i++) {
            assertThat(pace.due(i, longAgo, 100 - i)).isBefore(NOW);
            pace.released();
        }
    }

    private static List<Instant> burst(int count) {
        Pace pace = SCHEDULE.pace(HOUR);
        List<Instant> dues = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            dues.add(pace.due(i, NOW, count - i));
            pace.released();
        }
        return dues;
    }
}
