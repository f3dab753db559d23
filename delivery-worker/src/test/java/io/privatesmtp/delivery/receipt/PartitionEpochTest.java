package io.privatesmtp.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PartitionEpochTest {
    private final AtomicBoolean member = new AtomicBoolean(true);
    private final PartitionEpoch epoch = new PartitionEpoch(member::get);

    @Test
    void itHoldsWhileTheGroupCountsTheWorkerIn() {
        assertThat(epoch.holds()).isTrue();

        member.set(false);
        assertThat(epoch.holds()).isFalse();

        member.set(true);
        assertThat(epoch.holds()).isTrue();
        epoch.end();
        assertThat(epoch.holds()).isFalse();
    }

    @Test
    void itsEndIsCompleteOnceNothingIsUnderWay() {
        epoch.enter();
        epoch.enter();

        var ended = epoch.end();

        epoch.leave();
        assertThat(ended).isNotDone();
        epoch.leave();
        assertThat(ended).isDone();
    }

    @Test
    void withNothingUnderWayItEndsAtOnce() {
        epoch.enter();
        epoch.leave();

        assertThat(epoch.end()).isDone();
    }

    @Test
    void hooksRunOnceWhenItEnds() {
        AtomicInteger runs = new AtomicInteger();
        epoch.onEnd(runs::incrementAndGet);

        epoch.end();
        epoch.end();

        assertThat(runs).hasValue(1);
    }

    @Test
    void aHookThatWasTakenBackDoesNotRun() {
        AtomicInteger runs = new AtomicInteger();
        Runnable unhook = epoch.onEnd(runs::incrementAndGet);

        unhook.run();
        epoch.end();

        assertThat(runs).hasValue(0);
    }

    @Test
    void aHookOfAnEpochThatIsOverRunsAtOnce() {
        AtomicInteger runs = new AtomicInteger();
        epoch.end();

        epoch.onEnd(runs::incrementAndGet).run();

        assertThat(runs).hasValue(1);
    }

    @Test
    void theEpochNoLongerHoldsWhenItsHooksRun() {
        AtomicBoolean held = new AtomicBoolean(true);
        epoch.onEnd(() -> held.set(epoch.holds()));

        epoch.end();

        assertThat(held).isFalse();
    }
}
