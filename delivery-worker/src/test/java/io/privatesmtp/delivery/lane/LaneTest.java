package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.lane.PlayedSite.Mood;
import io.privatesmtp.delivery.smtp.NextHop;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final PlayedLane lane = new PlayedLane(PlayedLane.limits(10, 100, null));

    @Test
    void transactionalMailOvertakesAllBulkThatWaits() {
        lane.submit(100, Priority.BULK);
        TestJob reset = lane.submit(Priority.TRANSACTIONAL);

        assertThat(lane.site.arrived()).hasSize(5).last().isEqualTo(reset);
    }

    @Test
    void aSiteGetsMoreSessionsAsItServesThem() {
        lane.submit(200, Priority.TRANSACTIONAL);
        assertThat(lane.site.mostConnections()).isEqualTo(5);

        lane.loop.pass(Duration.ofSeconds(1));

        assertThat(lane.site.mostConnections()).isEqualTo(10);
    }

    @Test
    void bulkThatFillsTheQueueDoesNotPushTransactionalMailOut() {
        lane.site.mood(Mood.TARPIT);
        List<TestJob> campaign = lane.submit(1_000, Priority.BULK);
        List<TestJob> resets = lane.submit(3, Priority.TRANSACTIONAL);

        assertThat(campaign).filteredOn(TestJob::isParked).isNotEmpty();
        assertThat(resets).noneMatch(TestJob::isParked);
        assertThat(lane.site.arrived()).contains(resets.getFirst());
    }

    @Test
    void atARateOfAFewAMinuteTransactionalMailIsNext() {
        PlayedLane slow = new PlayedLane(PlayedLane.limits(10, 100, "60/min"));
        slow.submit(9, Priority.BULK);
        TestJob reset = slow.submit(Priority.TRANSACTIONAL);

        slow.loop.pass(Duration.ofSeconds(1));

        assertThat(slow.site.arrived()).hasSize(2).last().isEqualTo(reset);
    }

    @Test
    void whatWouldWaitTooLongForTheRateIsParked() {
        PlayedLane slow = new PlayedLane(PlayedLane.limits(10, 100, "60/min"));

        List<TestJob> jobs = slow.submit(30, Priority.BULK);

        assertThat(jobs).filteredOn(TestJob::isParked).hasSize(19);
    }

    @Test
    void aSiteThatCannotBeReachedIsParkedAsAWholeAndAskedByOneProbe() {
        lane.site.mood(Mood.GONE);
        List<TestJob> jobs = lane.submit(150, Priority.TRANSACTIONAL);

        lane.loop.pass(Duration.ofSeconds(31));

        assertThat(jobs).filteredOn(TestJob::isDone).hasSize(5);
        assertThat(jobs).filteredOn(TestJob::isParked).hasSize(145);
        assertThat(lane.state().state()).isEqualTo("paused");

        lane.loop.pass(Duration.ofSeconds(40));
        int before = lane.site.arrived().size();
        lane.submit(10, Priority.TRANSACTIONAL);

        assertThat(lane.site.arrived()).hasSize(before + 1);
    }

    @Test
    void parkedMailComesBackAfterThePauseOneByOne() {
        lane.site.mood(Mood.GONE);
        lane.submit(10, Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(31));

        List<TestJob> later = lane.submit(5_000, Priority.BULK);

        Duration left = Duration.ofSeconds(28);
        assertThat(later).allMatch(job -> job.parkedFor.compareTo(left) > 0);
        long inTheFirstSecond = later.stream()
                .filter(job -> job.parkedFor.compareTo(left.plusSeconds(2)) < 0)
                .count();
        assertThat(inTheFirstSecond).isLessThan(60);
        assertThat(later.stream().map(job -> job.parkedFor).distinct()).hasSize(5_000);
    }

    @Test
    void aFloodToASiteNotKnownYetWaitsWhereThereIsPlace() {
        List<TestJob> jobs = lane.submit(450, Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(5));

        assertThat(jobs).allMatch(TestJob::isDone);
    }

    @Test
    void whatFindsNoPlaceBeforeTheSpeedIsKnownComesBackAsSoonAsItIs() {
        List<TestJob> jobs = lane.submit(5_000, Priority.BULK);

        List<Duration> waits = jobs.stream()
                .filter(TestJob::isParked)
                .map(job -> job.parkedFor)
                .toList();
        assertThat(waits).hasSizeGreaterThan(4_000).doesNotHaveDuplicates();
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(10)) >= 0);
        assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) < 0);
    }

    @Test
    void whatIsParkedForATarpitThatIsKnownComesBackLate() {
        lane.site.mood(Mood.TARPIT);
        lane.submit(20, Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(11));

        List<TestJob> later = lane.submit(500, Priority.TRANSACTIONAL);

        assertThat(later.getLast().parkedFor).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void aLargeMessageIsMadeElsewhereBeforeItsTransactionBegins() {
        TestJob large = lane.submit(Priority.TRANSACTIONAL, "mx.rcpt.test", 25_000_000);
        TestJob small = lane.submit(Priority.TRANSACTIONAL);

        lane.loop.pass(Duration.ofSeconds(1));

        assertThat(List.of(large, small)).allMatch(TestJob::isDone);
        assertThat(large.prepared).isTrue();
        assertThat(small.prepared).isFalse();
    }

    @Test
    void aSiteThatAsksForLessGetsHalfAfterAPause() {
        lane.submit(50, Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(1));
        assertThat(lane.state().sessions().allowed()).isEqualTo(10);
        lane.site.mood(Mood.TOO_MUCH);
        lane.submit(Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(1));

        assertThat(lane.state().state()).isEqualTo("paused");
        assertThat(lane.state().because()).startsWith("421 4.7.0");

        lane.site.mood(Mood.GOOD);
        lane.loop.pass(Duration.ofSeconds(10));
        lane.submit(5, Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(1));

        assertThat(lane.state().state()).isEqualTo("slowed");
        assertThat(lane.state().sessions().allowed()).isEqualTo(5);
    }

    @Test
    void whatTheSiteTakesAgainGrowsBackToItsLimit() {
        lane.site.mood(Mood.TOO_MUCH);
        lane.submit(Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(20));
        lane.site.mood(Mood.GOOD);

        for (int i = 0; i < 150; i++) {
            lane.submit(Priority.TRANSACTIONAL);
            lane.loop.pass(Duration.ofMillis(500));
        }

        assertThat(lane.state().sessions().allowed()).isEqualTo(10);
        assertThat(lane.state().because()).isNull();
    }

    @Test
    void theTimeThatASiteNamesIsThePause() {
        lane.site.mood(new Mood(
                Duration.ofMillis(1),
                io.privatesmtp.bus.smtp.Stage.MAIL_FROM,
                421,
                "4.7.0 Rate limit exceeded, try again in 5 minutes"));
        lane.submit(Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(1));

        assertThat(lane.state().pausedFor()).isEqualTo("5m");
    }

    @Test
    void greylistingSlowsNothingDown() {
        lane.site.mood(Mood.GREYLISTING);
        for (int i = 0; i < 50; i++) {
            lane.submit(Priority.TRANSACTIONAL);
            lane.loop.pass(Duration.ofMillis(100));
        }

        assertThat(lane.jobs).allMatch(TestJob::isDone);
        assertThat(lane.state().sessions().allowed()).isEqualTo(10);
    }

    @Test
    void nobodyWaitsForATarpitForLong() {
        lane.site.mood(Mood.TARPIT);
        List<TestJob> jobs = lane.submit(100, Priority.TRANSACTIONAL);

        lane.loop.pass(Duration.ofSeconds(25));

        assertThat(jobs).filteredOn(TestJob::isParked).hasSize(95);
        assertThat(lane.state().waiting().transactional()).isZero();
    }

    @Test
    void whoseMessagesWaitWhenItsPartitionGoesEndsAtOnce() {
        lane.site.mood(Mood.TARPIT);
        List<TestJob> jobs = lane.submit(50, Priority.TRANSACTIONAL);

        lane.rebalance();

        assertThat(jobs).filteredOn(TestJob::isParked).hasSize(45);
        assertThat(lane.state().waiting().transactional()).isZero();
    }

    @Test
    void sessionsThatNeverEndDoNotWearTheLaneOut() {
        PlayedLane narrow = new PlayedLane(PlayedLane.limits(2, 1, null));
        narrow.site.cling();
        narrow.submit(2, Priority.TRANSACTIONAL);
        narrow.loop.pass(Duration.ofSeconds(40));

        TestJob next = narrow.submit(Priority.TRANSACTIONAL);
        narrow.loop.pass(Duration.ofSeconds(1));

        assertThat(next.isDone()).isTrue();
    }

    @Test
    void anIdleSessionToAnotherHostOfTheSiteMakesRoom() {
        PlayedLane narrow = new PlayedLane(PlayedLane.limits(1, 100, null));
        narrow.submit(Priority.TRANSACTIONAL, "mx1.rcpt.test", 1);
        narrow.loop.pass(Duration.ofSeconds(1));

        TestJob other = narrow.submit(Priority.TRANSACTIONAL, "mx2.rcpt.test", 1);
        narrow.loop.pass(Duration.ofSeconds(1));

        assertThat(other.isDone()).isTrue();
        assertThat(narrow.site.mostConnections()).isEqualTo(1);
    }

    @Test
    void anAttemptTurnsToNoFurtherHostAfterTwentyMinutes() {
        List<NextHop> silent = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            silent.add(new NextHop("mx" + i + ".rcpt.test", InetAddress.ofLiteral("192.0.2." + i), 25));
        }
        lane.site.mood(new PlayedSite.Mood(Duration.ofMinutes(5), Stage.CONNECT, 0, "no greeting"));
        TestJob job = lane.submit(Priority.TRANSACTIONAL, silent);

        lane.loop.pass(Duration.ofMinutes(26));

        assertThat(job.isDone()).isTrue();
        assertThat(lane.site.arrived()).hasSizeBetween(2, 5);
    }
}
