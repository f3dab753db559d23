package io.privatesmtp.delivery.lane;

import static io.privatesmtp.bus.submission.Priority.BULK;
import static io.privatesmtp.bus.submission.Priority.TRANSACTIONAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private static final Duration QUICKLY = Duration.ofMillis(5);
    private static final LaneKey SLOW = new LaneKey("192.0.2.1", "slow.test");
    private static final LaneKey FAST = new LaneKey("192.0.2.1", "fast.test");

    private long nanos;
    private final Permits permits = new Permits(20, () -> nanos);

    @Test
    void aLaneHasATenthOfThePermitsAtMost() {
        permits.acquire(SLOW, TRANSACTIONAL);
        permits.release(SLOW, QUICKLY);

        assertThat(permits.acquire(SLOW, TRANSACTIONAL).result()).isTrue();
        assertThat(permits.acquire(SLOW, TRANSACTIONAL).result()).isTrue();

        assertThat(permits.acquire(SLOW, TRANSACTIONAL).isComplete()).isFalse();
        assertThat(permits.acquire(FAST, TRANSACTIONAL).result()).isTrue();
    }

    @Test
    void aSmallBoundStillGivesALaneOne() {
        Permits one = new Permits(1, () -> nanos);

        assertThat(one.acquire(SLOW, TRANSACTIONAL).result()).isTrue();
        assertThat(one.acquire(FAST, TRANSACTIONAL).isComplete()).isFalse();
    }

    @Test
    void theOneThatWaitedLongestIsNext() {
        Permits two = new Permits(2, () -> nanos);
        two.acquire(proven(two, "slow.test"), TRANSACTIONAL);
        two.acquire(proven(two, "fast.test"), TRANSACTIONAL);
        Future<Boolean> first = two.acquire(SLOW, TRANSACTIONAL);
        Future<Boolean> second = two.acquire(SLOW, TRANSACTIONAL);

        two.release(SLOW, QUICKLY);

        assertThat(first.result()).isTrue();
        assertThat(second.isComplete()).isFalse();
    }

    @Test
    void aFullLaneThatWaitsFirstDoesNotKeepOthersWaiting() {
        Permits ten = new Permits(10, () -> nanos);
        List<LaneKey> lanes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lanes.add(proven(ten, "site-" + i));
            ten.acquire(lanes.getLast(), TRANSACTIONAL);
        }
        Future<Boolean> full = ten.acquire(lanes.get(0), TRANSACTIONAL);
        Future<Boolean> other = ten.acquire(FAST, TRANSACTIONAL);

        ten.release(lanes.get(5), QUICKLY);

        assertThat(full.isComplete()).isFalse();
        assertThat(other.result()).isTrue();
    }

    @Test
    void theFirstMessageToAServerDoesNotKeepTheSecondWaiting() {
        Permits hundred = new Permits(100, () -> nanos);
        hundred.acquire(SLOW, TRANSACTIONAL);

        Future<Boolean> second = hundred.acquire(SLOW, TRANSACTIONAL);
        Future<Boolean> third = hundred.acquire(SLOW, TRANSACTIONAL);

        assertThat(second.result()).isTrue();
        assertThat(third.isComplete()).isFalse();
        hundred.release(SLOW, QUICKLY);
        assertThat(third.result()).isTrue();
    }

    @Test
    void givingUpWaitingGrantsNothingAndTakesNothing() {
        permits.acquire(SLOW, TRANSACTIONAL);
        permits.acquire(SLOW, TRANSACTIONAL);
        Future<Boolean> waiting = permits.acquire(SLOW, TRANSACTIONAL);

        permits.cancel(SLOW, TRANSACTIONAL, waiting);
        permits.release(SLOW, QUICKLY);
        permits.release(SLOW, QUICKLY);

        assertThat(waiting.result()).isFalse();
        assertThat(permits.inUse()).isZero();
    }

    @Test
    void givingUpAPermitThatWasGrantedChangesNothing() {
        Future<Boolean> granted = permits.acquire(SLOW, TRANSACTIONAL);

        permits.cancel(SLOW, TRANSACTIONAL, granted);

        assertThat(granted.result()).isTrue();
        assertThat(permits.inUse()).isEqualTo(1);
    }

    @Test
    void aPermitMayBeAskedForFromWithinAGrant() {
        Permits one = new Permits(1, () -> nanos);
        one.acquire(SLOW, TRANSACTIONAL);
        List<Future<Boolean>> nested = new ArrayList<>();
        one.acquire(FAST, TRANSACTIONAL).onSuccess(granted -> nested.add(one.acquire(FAST, TRANSACTIONAL)));

        one.release(SLOW, QUICKLY);
        one.release(FAST, QUICKLY);

        assertThat(nested.getFirst().result()).isTrue();
        assertThat(one.inUse()).isEqualTo(1);
    }

    @Test
    void transactionalMailNeedNotWaitBehindBulk() {
        Permits ten = new Permits(10, () -> nanos);
        for (int i = 0; i < 10; i++) {
            ten.acquire(proven(ten, "site-" + i), TRANSACTIONAL);
        }
        Future<Boolean> campaign = ten.acquire(FAST, BULK);
        Future<Boolean> reset = ten.acquire(SLOW, TRANSACTIONAL);

        ten.release(new LaneKey("192.0.2.1", "site-3"), QUICKLY);

        assertThat(campaign.isComplete()).isFalse();
        assertThat(reset.result()).isTrue();
    }

    @Test
    void bulkLeavesAFifthToOthers() {
        int granted = 0;
        for (int i = 0; i < 20; i++) {
            granted += permits.acquire(proven(permits, "site-" + i), BULK).isComplete() ? 1 : 0;
        }

        assertThat(granted).isEqualTo(16);
        assertThat(permits.acquire(FAST, TRANSACTIONAL).result()).isTrue();
    }

    @Test
    void aLaneEarnsMoreByGivingBackQuicklyAndLosesItOtherwise() {
        Permits hundred = new Permits(100, () -> nanos);
        for (int i = 0; i < 20; i++) {
            hundred.acquire(FAST, TRANSACTIONAL);
            hundred.release(FAST, QUICKLY);
        }

        assertThat(hundred.allowed(FAST)).isEqualTo(10);
        hundred.acquire(FAST, TRANSACTIONAL);
        hundred.release(FAST, Duration.ofMinutes(5));
        assertThat(hundred.allowed(FAST)).isEqualTo(1);
        hundred.acquire(FAST, TRANSACTIONAL);
        hundred.release(FAST, QUICKLY);
        assertThat(hundred.allowed(FAST)).isEqualTo(2);
        hundred.acquire(FAST, TRANSACTIONAL);
        hundred.release(FAST, QUICKLY);
        assertThat(hundred.allowed(FAST)).isEqualTo(3);
    }

    @Test
    void serversOfWhichNothingIsKnownLeaveHalfToThoseThatAreQuick() {
        Permits hundred = new Permits(100, () -> nanos);
        List<LaneKey> quick = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            quick.add(proven(hundred, "quick-" + i));
        }

        assertThat(grantedToEach(hundred, "new-", 1_000)).isEqualTo(50);
        for (LaneKey lane : quick) {
            assertThat(hundred.acquire(lane, TRANSACTIONAL).result()).isTrue();
        }
    }

    @Test
    void serversThatWereSlowBeforeHaveAFifthTogether() {
        Permits hundred = new Permits(100, () -> nanos);
        for (int i = 0; i < 1_000; i++) {
            LaneKey lane = new LaneKey("192.0.2.1", "tarpit-" + i);
            hundred.acquire(lane, TRANSACTIONAL);
            hundred.release(lane, Duration.ofMinutes(9));
        }

        assertThat(grantedToEach(hundred, "tarpit-", 1_000)).isEqualTo(20);
        assertThat(grantedToEach(hundred, "new-", 1_000)).isEqualTo(40);
    }

    @Test
    void aServerThatIsNewGetsAPermitWithinTensOfSecondsBesideMoreTarpitsThanPermits() {
        Permits hundred = new Permits(100, () -> nanos);
        for (int mails = 0; mails < 5; mails++) {
            grantedToEach(hundred, "tarpit-", 90);
        }
        Future<Boolean> healthy = hundred.acquire(FAST, TRANSACTIONAL);
        assertThat(healthy.isComplete()).isFalse();

        int seconds = 0;
        while (!healthy.isComplete() && seconds < 600) {
            nanos += Duration.ofSeconds(1).toNanos();
            seconds++;
            hundred.review();
        }

        assertThat(seconds).isLessThan(60);
        hundred.release(FAST, QUICKLY);
        grantedToEach(hundred, "more-", 1_000);
        nanos += Duration.ofHours(1).toNanos();
        hundred.review();
        assertThat(hundred.acquire(FAST, TRANSACTIONAL).result()).isTrue();
    }

    @Test
    void aServerThatGivesBackInTimeDoesNotStallHoweverManyItHas() {
        Permits hundred = new Permits(100, () -> nanos);
        for (int i = 0; i < 20; i++) {
            hundred.acquire(FAST, TRANSACTIONAL);
            hundred.release(FAST, QUICKLY);
        }
        for (int i = 0; i < 10; i++) {
            hundred.acquire(FAST, TRANSACTIONAL);
        }
        nanos += Duration.ofSeconds(9).toNanos();
        hundred.release(FAST, Duration.ofSeconds(9));
        nanos += Duration.ofSeconds(9).toNanos();

        assertThat(grantedToEach(hundred, "new-", 1_000)).isEqualTo(50);
    }

    @Test
    void slowServersThatWaitAreNextAmongThemselves() {
        Permits ten = new Permits(10, () -> nanos);
        for (String site : List.of("a", "b", "c")) {
            LaneKey lane = new LaneKey("192.0.2.1", site);
            ten.acquire(lane, TRANSACTIONAL);
            ten.release(lane, Duration.ofMinutes(9));
        }
        ten.acquire(new LaneKey("192.0.2.1", "a"), TRANSACTIONAL);
        ten.acquire(new LaneKey("192.0.2.1", "b"), TRANSACTIONAL);
        Future<Boolean> third = ten.acquire(new LaneKey("192.0.2.1", "c"), TRANSACTIONAL);

        assertThat(third.isComplete()).isFalse();
        ten.release(new LaneKey("192.0.2.1", "a"), Duration.ofMinutes(9));

        assertThat(third.result()).isTrue();
    }

    private static int grantedToEach(Permits permits, String prefix, int lanes) {
        int granted = 0;
        for (int i = 0; i < lanes; i++) {
            LaneKey lane = new LaneKey("192.0.2.1", prefix + i);
            granted += permits.acquire(lane, TRANSACTIONAL).isComplete() ? 1 : 0;
        }
        return granted;
    }

    /** A lane whose server is known to be quick. */
    private static LaneKey proven(Permits permits, String site) {
        LaneKey lane = new LaneKey("192.0.2.1", site);
        permits.acquire(lane, TRANSACTIONAL);
        permits.release(lane, QUICKLY);
        return lane;
    }
}
