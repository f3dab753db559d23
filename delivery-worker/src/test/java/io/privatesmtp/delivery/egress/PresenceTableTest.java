package io.privatesmtp.delivery.egress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PresenceTableTest {
    private static final String IP = "192.0.2.1";
    private static final Endpoint DOOR = new Endpoint("10.0.0.1", 7025);

    private final AtomicLong nanos = new AtomicLong();
    private final PresenceTable table = new PresenceTable(nanos::get);

    @Test
    void aWorkerThatFellSilentIsForgottenAfterThirtySeconds() {
        table.put(IP, "a", DOOR, Duration.ZERO);

        pass(Duration.ofSeconds(29));
        assertThat(table.ways(IP)).containsExactly(new Way.Door("a", DOOR));
        assertThat(table.expire()).isEmpty();

        pass(Duration.ofSeconds(2));
        assertThat(table.ways(IP)).isEmpty();
        assertThat(table.expire()).containsExactly(IP);
    }

    @Test
    void aRowFromTheTopicsPastCountsForWhatIsLeftOfIt() {
        assertThat(table.put(IP, "dead", DOOR, Duration.ofMinutes(5))).isFalse();
        table.put(IP, "old", DOOR, Duration.ofSeconds(25));

        assertThat(table.ways(IP)).hasSize(1);
        pass(Duration.ofSeconds(6));
        assertThat(table.ways(IP)).isEmpty();
    }

    @Test
    void aClockThatIsBehindMakesNoRowLastLonger() {
        table.put(IP, "a", DOOR, Duration.ofHours(-1));

        pass(Duration.ofSeconds(31));

        assertThat(table.ways(IP)).isEmpty();
    }

    @Test
    void theWorkerThatSpokeLastIsAskedFirst() {
        table.put(IP, "a", DOOR, Duration.ZERO);
        pass(Duration.ofSeconds(1));
        table.put(IP, "b", DOOR, Duration.ZERO);

        assertThat(table.ways(IP)).containsExactly(new Way.Door("b", DOOR), new Way.Door("a", DOOR));
    }

    @Test
    void aDoorThatFailedIsNotAskedUntilItsWorkerSpeaksAgain() {
        table.put(IP, "a", DOOR, Duration.ZERO);
        table.remove(IP, "a");

        assertThat(table.ways(IP)).isEmpty();
        assertThat(table.put(IP, "a", DOOR, Duration.ZERO)).isTrue();
        assertThat(table.ways(IP)).hasSize(1);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
