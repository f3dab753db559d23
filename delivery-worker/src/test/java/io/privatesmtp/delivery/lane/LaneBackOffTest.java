package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaneBackOffTest {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final LaneBackOff backOff = new LaneBackOff(FIRST, LONGEST);
    private long now = 1_000;

    @Test
    void twoFailuresInARowAreTolerated() {
        backOff.failed(now);
        backOff.failed(now);

        assertThat(backOff.left(now)).isZero();
        assertThat(backOff.probing()).isFalse();
    }

    @Test
    void theThirdPausesTheLane() {
        fail(3);

        assertThat(backOff.left(now)).isEqualTo(FIRST);
        assertThat(backOff.left(now + FIRST.toNanos())).isZero();
        assertThat(backOff.probing()).isTrue();
    }

    @Test
    void eachFailedProbeDoublesThePauseUpToTheLongest() {
        fail(3);
        Duration pause = FIRST;
        for (int i = 0; i < 80; i++) {
            now += backOff.left(now).toNanos();
            backOff.failed(now);
            pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
            assertThat(backOff.left(now)).isEqualTo(pause);
        }
    }

    @Test
    void sessionsThatFailTogetherCountAsOneFailureOnceTheLanePauses() {
        fail(20);

        assertThat(backOff.left(now)).isEqualTo(FIRST);
    }

    @Test
    void aSuccessForgetsAll() {
        fail(6);

        backOff.succeeded(now);

        assertThat(backOff.left(now)).isZero();
        assertThat(backOff.probing()).isFalse();
        fail(2);
        assertThat(backOff.left(now)).isZero();
    }

    @Test
    void aVeryLongFirstPauseIsStillBounded() {
        LaneBackOff slow = new LaneBackOff(Duration.ofDays(1), Duration.ofDays(7));
        for (int i = 0; i < 40; i++) {
            slow.failed(now);
            assertThat(slow.left(now)).isLessThanOrEqualTo(Duration.ofDays(7));
            if (i >= 2) {
                assertThat(slow.left(now)).isGreaterThanOrEqualTo(Duration.ofDays(1));
            }
            now += slow.left(now).toNanos();
        }
    }

    @Test
    void aComplaintPausesAtOnceAndHalvesWhatFollows() {
        backOff.askedForLess(null, now);

        assertThat(backOff.left(now)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backOff.sessions(20)).isEqualTo(1);
        now += Duration.ofSeconds(5).toNanos();
        backOff.succeeded(now);
        assertThat(backOff.sessions(20)).isEqualTo(10);
    }

    @Test
    void sessionsThatSucceedDuringAComplaintsPauseDoNotEndIt() {
        backOff.askedForLess(Duration.ofMinutes(2), now);

        backOff.succeeded(now);

        assertThat(backOff.left(now)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aSiteCannotAskForMoreThanTheLongestPause() {
        backOff.askedForLess(Duration.ofDays(3), now);

        assertThat(backOff.left(now)).isEqualTo(LONGEST);
    }

    @Test
    void aLaneThatWasSlowedLongAgoIsForgotten() {
        backOff.askedForLess(null, now);
        now += Duration.ofSeconds(5).toNanos();
        backOff.succeeded(now);

        assertThat(backOff.forgettable(now)).isFalse();
        assertThat(backOff.forgettable(now + LONGEST.toNanos() + 1)).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            backOff.failed(now);
        }
    }
}
