package io.privatesmtp.delivery.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.routing.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsagesTest {
    private static final String ACME = "account:acme";
    private static final Instant NOW = Instant.parse("2026-11-25T22:59:59Z");
    private static final Limit FIVE_AN_HOUR = new Limit(5, 12);

    private final Usages usages = new Usages("w1", () -> 1);

    @Test
    void theTurnOfTheHourAndOfTheDayGiveRoomAgain() {
        assertThat(taken(usages, NOW)).isEqualTo(5);
        assertThat(taken(usages, NOW.plusSeconds(1))).isEqualTo(5);
        assertThat(taken(usages, NOW.plusSeconds(3_601))).as("of the next day").isEqualTo(5);
    }

    @Test
    void aRaisedLimitCountsAtOnce() {
        taken(usages, NOW);

        assertThat(usages.take(ACME, new Limit(6, 12), NOW)).isEqualTo(Answer.TAKEN);
        assertThat(usages.take(ACME, new Limit(6, 12), NOW)).isEqualTo(Answer.EXHAUSTED);
    }

    @Test
    void aRestartedWorkerKnowsWhatItUsedBeforeAndCountsItOnce() {
        List<Usage> bus = new ArrayList<>();
        usages.take(ACME, FIVE_AN_HOUR, NOW);
        usages.tick(NOW, (row, use) -> publish(bus, row, use));
        usages.take(ACME, FIVE_AN_HOUR, NOW);
        usages.last((row, use) -> publish(bus, row, use));
        assertThat(bus).hasSize(2);

        Usages restarted = new Usages("w2", () -> 1);
        bus.forEach(row -> restarted.read(row, NOW));
        bus.forEach(row -> restarted.read(row, NOW));

        assertThat(restarted.usedInHour(ACME, NOW)).isEqualTo(2);
        assertThat(restarted.usedInDay(ACME, NOW)).isEqualTo(2);
        assertThat(taken(restarted, NOW)).isEqualTo(3);
    }

    @Test
    void whatWasUsedDaysAgoIsForgotten() {
        taken(usages, NOW);
        usages.tick(NOW.plus(Duration.ofDays(2)), (row, use) -> {});

        assertThat(usages.size()).isZero();
    }

    private static void publish(List<Usage> bus, Usage row, DayUse use) {
        bus.add(row);
        use.acknowledged();
    }

    private static int taken(Usages usages, Instant now) {
        int taken = 0;
        while (usages.take(ACME, FIVE_AN_HOUR, now) == Answer.TAKEN) {
            taken++;
        }
        return taken;
    }
}
