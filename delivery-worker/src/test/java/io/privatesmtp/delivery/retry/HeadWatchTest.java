package io.privatesmtp.delivery.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HeadWatchTest {
    private static final TopicPartition ONE = new TopicPartition("mail.retry.1m", 1);
    private static final TopicPartition TWO = new TopicPartition("mail.retry.1m", 2);

    private long now;
    private final HeadWatch watch = new HeadWatch(() -> now);

    @Test
    void aHeadThatDoesNotComeIsMissedOnce() {
        watch.expect(ONE);
        watch.expect(TWO);
        pass(Duration.ofSeconds(3));
        List<TopicPartition> early = watch.silent();
        watch.came(Set.of(TWO));
        pass(Duration.ofSeconds(3));

        assertThat(early).isEmpty();
        assertThat(watch.silent()).containsExactly(ONE);
        assertThat(watch.silent()).isEmpty();
    }

    @Test
    void whatStandsBehindTheNextRecordIsBelievedTheSecondTime() {
        assertThat(watch.passesOver(ONE, 7, 7)).isFalse();
        assertThat(watch.passesOver(ONE, 8, 12)).isTrue();
        assertThat(watch.passesOver(ONE, 8, 12)).isFalse();
        assertThat(watch.passesOver(ONE, 13, 20)).isTrue();
        assertThat(watch.passesOver(ONE, 13, 13)).isFalse();
    }

    @Test
    void aPartitionThatIsGoneIsNotMissed() {
        watch.expect(ONE);
        watch.passesOver(ONE, 8, 12);

        watch.forget(Set.of(ONE));
        pass(Duration.ofMinutes(1));

        assertThat(watch.silent()).isEmpty();
        assertThat(watch.passesOver(ONE, 8, 12)).isTrue();
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
