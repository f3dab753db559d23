package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private static final LaneKey SLOW = new LaneKey("192.0.2.1", "slow.test");
    private static final LaneKey FAST = new LaneKey("192.0.2.1", "fast.test");

    private final Permits permits = new Permits(20);

    @Test
    void aLaneHasATenthOfThePermitsAtMost() {
        assertThat(permits.acquire(SLOW).result()).isTrue();
        assertThat(permits.acquire(SLOW).result()).isTrue();

        assertThat(permits.acquire(SLOW).isComplete()).isFalse();
        assertThat(permits.acquire(FAST).result()).isTrue();
    }

    @Test
    void aSmallBoundStillGivesALaneOne() {
        Permits one = new Permits(1);

        assertThat(one.acquire(SLOW).result()).isTrue();
        assertThat(one.acquire(FAST).isComplete()).isFalse();
    }

    @Test
    void theOneThatWaitedLongestIsNext() {
        Permits two = new Permits(2);
        two.acquire(SLOW);
        two.acquire(FAST);
        Future<Boolean> first = two.acquire(SLOW);
        Future<Boolean> second = two.acquire(SLOW);

        two.release(SLOW);

        assertThat(first.result()).isTrue();
        assertThat(second.isComplete()).isFalse();
    }

    @Test
    void aFullLaneThatWaitsFirstDoesNotKeepOthersWaiting() {
        Permits ten = new Permits(10);
        List<LaneKey> lanes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lanes.add(new LaneKey("192.0.2.1", "site-" + i));
            ten.acquire(lanes.getLast());
        }
        Future<Boolean> full = ten.acquire(lanes.get(0));
        Future<Boolean> other = ten.acquire(FAST);

        ten.release(lanes.get(5));

        assertThat(full.isComplete()).isFalse();
        assertThat(other.result()).isTrue();
    }

    @Test
    void givingUpWaitingGrantsNothingAndTakesNothing() {
        permits.acquire(SLOW);
        permits.acquire(SLOW);
        Future<Boolean> waiting = permits.acquire(SLOW);

        permits.cancel(waiting);
        permits.release(SLOW);

        assertThat(waiting.result()).isFalse();
        assertThat(permits.inUse()).isEqualTo(1);
    }

    @Test
    void givingUpAPermitThatWasGrantedChangesNothing() {
        Future<Boolean> granted = permits.acquire(SLOW);

        permits.cancel(granted);

        assertThat(granted.result()).isTrue();
        assertThat(permits.inUse()).isEqualTo(1);
    }

    @Test
    void aPermitMayBeAskedForFromWithinAGrant() {
        Permits one = new Permits(1);
        one.acquire(SLOW);
        List<Future<Boolean>> nested = new ArrayList<>();
        one.acquire(FAST).onSuccess(granted -> nested.add(one.acquire(FAST)));

        one.release(SLOW);
        one.release(FAST);

        assertThat(nested.getFirst().result()).isTrue();
        assertThat(one.inUse()).isEqualTo(1);
    }
}
