package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.lane.PlayedSite.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A lane under any sequence of submissions, answers, failures, rebalances and time. */
class LanePropertyTest {
    private static final List<Mood> MOODS =
            List.of(Mood.GOOD, Mood.GONE, Mood.BUSY, Mood.TOO_MUCH, Mood.GREYLISTING, Mood.TARPIT);

    @Property(tries = 300)
    void limitsHoldAndEveryJobEndsOnce(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 20) int sessions,
            @ForAll @IntRange(min = 1, max = 30) int perSession) {
        PlayedLane lane = new PlayedLane(PlayedLane.limits(sessions, perSession, null));
        for (int step = 0; step < 200; step++) {
            step(lane, random);
            assertThat(lane.site.mostConnections()).isLessThanOrEqualTo(sessions);
        }
        lane.loop.pass(Duration.ofHours(2));

        assertThat(lane.jobs).allMatch(job -> job.ends == 1 && job.isDone() != job.isParked());
        assertThat(lane.site.longestSession()).isLessThanOrEqualTo(perSession);
        assertThat(lane.site.connections()).isZero();
        assertThat(lane.budget.open()).isZero();
        assertThat(lane.memory.held()).isZero();
        assertThat(lane.memory.messages()).isZero();
        assertThat(lane.forgettable()).isTrue();
    }

    private static void step(PlayedLane lane, Random random) {
        switch (random.nextInt(10)) {
            case 0 -> lane.site.mood(MOODS.get(random.nextInt(MOODS.size())));
            case 1 -> lane.rebalance();
            case 2 -> lane.share(random.nextDouble());
            case 3, 4 -> lane.loop.pass(Duration.ofMillis(random.nextInt(40_000)));
            case 5 -> lane.loop.pass(Duration.ofMillis(random.nextInt(100)));
            default -> {
                for (int i = random.nextInt(40); i >= 0; i--) {
                    lane.submit(
                            random.nextBoolean() ? Priority.BULK : Priority.TRANSACTIONAL,
                            "mx" + random.nextInt(3) + ".rcpt.test",
                            random.nextInt(1_000_000));
                }
            }
        }
    }

    @Property(tries = 50)
    void noMoreThanItsShareIsConnected(@ForAll @IntRange(min = 1, max = 12) int partitions) {
        PlayedLane lane = new PlayedLane(PlayedLane.limits(10, 100, null));
        lane.share(partitions / 12.0);

        lane.submit(100, Priority.TRANSACTIONAL);
        lane.loop.pass(Duration.ofSeconds(2));

        assertThat(lane.site.mostConnections()).isEqualTo(Math.max(1, 10 * partitions / 12));
    }

    @Property(tries = 50)
    void noMoreThanTheRateLeaves(
            @ForAll @IntRange(min = 1, max = 600) int perMinute, @ForAll @IntRange(min = 1, max = 12) int partitions) {
        PlayedLane lane = new PlayedLane(PlayedLane.limits(20, 100, perMinute + "/min"));
        lane.share(partitions / 12.0);
        double allowed = Math.max(1, perMinute * partitions / 12.0);

        for (int second = 0; second < 120; second++) {
            lane.submit(10, Priority.BULK);
            lane.loop.pass(Duration.ofSeconds(1));
        }

        int sent = lane.site.arrived().size();
        assertThat((double) sent).isLessThanOrEqualTo(2 * allowed + Math.max(1, allowed / 60) + 1);
        assertThat((double) sent).isGreaterThanOrEqualTo(Math.floor(2 * allowed * 0.9));
    }
}
