package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.lane.PlayedSite.Mood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lanes that share sessions and memory: bad neighbours take nothing away from good ones. */
class SharedLimitsTest {
    private static final SiteLimits LIMITS = PlayedLane.limits(20, 100, null);

    private final VirtualLoop loop = new VirtualLoop();
    private final SessionBudget budget = new SessionBudget(100);
    private final LaneMemory memory = new LaneMemory(10_000_000, 4_000);

    @Test
    void tarpitsHoweverHungryLeaveSessionsToTheHealthySite() {
        for (PlayedLane tarpit : tarpits(12)) {
            tarpit.submit(100, Priority.TRANSACTIONAL);
        }
        PlayedLane healthy = lane("mx.healthy.test");

        List<TestJob> jobs = healthy.submit(20, Priority.TRANSACTIONAL);
        loop.pass(Duration.ofSeconds(8));

        assertThat(jobs).allMatch(TestJob::isDone);
    }

    @Test
    void bulkToManySitesLeavesSessionsToTransactionalMail() {
        for (PlayedLane tarpit : tarpits(100)) {
            tarpit.submit(10, Priority.BULK);
        }
        PlayedLane healthy = lane("mx.healthy.test");

        List<TestJob> resets = healthy.submit(5, Priority.TRANSACTIONAL);
        loop.pass(Duration.ofSeconds(2));

        assertThat(resets).allMatch(TestJob::isDone);
        assertThat(budget.open()).isLessThanOrEqualTo(100);
    }

    @Test
    void aLaneThatWaitsForASessionGetsTheFirstThatIsGivenBack() {
        SessionBudget one = new SessionBudget(1);
        PlayedLane first = new PlayedLane(loop, "mx.first.test", LIMITS, one, memory);
        PlayedLane second = new PlayedLane(loop, "mx.second.test", LIMITS, one, memory);
        first.submit(Priority.TRANSACTIONAL);

        TestJob waiting = second.submit(Priority.TRANSACTIONAL);
        loop.pass(Duration.ofSeconds(8));

        assertThat(waiting.isDone()).isTrue();
    }

    @Test
    void mailToMoreSitesThanThereAreSessionsDoesNotWaitForSessionsWithoutWork() {
        SessionBudget few = new SessionBudget(10);
        List<TestJob> jobs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            PlayedLane lane = new PlayedLane(loop, "mx.site" + i + ".test", LIMITS, few, memory);
            jobs.add(lane.submit(Priority.TRANSACTIONAL));
        }

        loop.pass(Duration.ofSeconds(2));

        assertThat(jobs).allMatch(TestJob::isDone);
    }

    @Test
    void whereNoSessionIsToBeHadMailIsParkedInTime() {
        SessionBudget one = new SessionBudget(1);
        PlayedLane tarpit = new PlayedLane(loop, "mx.tarpit.test", LIMITS, one, memory);
        tarpit.site.mood(Mood.TARPIT);
        tarpit.submit(Priority.TRANSACTIONAL);
        PlayedLane other = new PlayedLane(loop, "mx.other.test", LIMITS, one, memory);

        List<TestJob> jobs = other.submit(5, Priority.TRANSACTIONAL);
        loop.pass(Duration.ofSeconds(22));

        assertThat(jobs).allMatch(TestJob::isParked);
    }

    @Test
    void aTarpitHoldsHalfOfTheMemoryAtMost() {
        PlayedLane tarpit = tarpits(1).getFirst();
        for (int i = 0; i < 100; i++) {
            tarpit.submit(Priority.TRANSACTIONAL, "mx.tarpit.test", 1_000_000);
        }

        assertThat(memory.held()).isLessThanOrEqualTo(5_000_000);
        TestJob other = lane("mx.healthy.test").submit(Priority.TRANSACTIONAL, "mx.healthy.test", 2_000_000);
        assertThat(other.isParked()).isFalse();
    }

    @Test
    void aFloodToATarpitLeavesPlaceToTheHealthySite() {
        tarpits(1).getFirst().submit(10_000, Priority.TRANSACTIONAL);

        assertThat(memory.messages()).isLessThanOrEqualTo(2_000);
        List<TestJob> others = lane("mx.healthy.test").submit(1_000, Priority.TRANSACTIONAL);
        assertThat(others).noneMatch(TestJob::isParked);
    }

    @Test
    void theLargestMessageStillGoes() {
        TestJob large = lane("mx.healthy.test").submit(Priority.TRANSACTIONAL, "mx.healthy.test", 25_000_000);
        TestJob next = lane("mx.other.test").submit(Priority.TRANSACTIONAL, "mx.other.test", 1_000);

        assertThat(large.isParked()).isFalse();
        assertThat(next.isParked()).isFalse();
    }

    private PlayedLane lane(String name) {
        return new PlayedLane(loop, name, LIMITS, budget, memory);
    }

    private List<PlayedLane> tarpits(int many) {
        List<PlayedLane> tarpits = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            tarpits.add(lane("mx.tarpit" + i + ".test"));
            tarpits.getLast().site.mood(Mood.TARPIT);
        }
        return tarpits;
    }
}
