package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.submission.Priority;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Permits under any order of asking, giving back and giving up. */
class PermitsPropertyTest {
    private record Asked(LaneKey lane, Priority priority, Future<Boolean> permit) {
        boolean granted() {
            return permit.isComplete() && permit.result();
        }
    }

    /** What is known of a lane's server. */
    private enum Known {
        NOTHING,
        QUICK,
        SLOW
    }

    private final List<Asked> open = new ArrayList<>();
    private final Map<LaneKey, Known> known = new HashMap<>();

    @Property(tries = 400)
    void theBoundHoldsAndNobodyWaitsForAPermitThatItMayHave(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int max) {
        Permits permits = new Permits(max);
        int perLane = Math.max(1, max / 10);
        open.clear();
        known.clear();
        for (int step = 0; step < 300; step++) {
            step(permits, random);
            Map<LaneKey, Integer> held = held();
            int total = held.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(permits.inUse()).isEqualTo(total).isLessThanOrEqualTo(max);
            assertThat(held.values()).allMatch(n -> n <= perLane);
            assertThat(open)
                    .filteredOn(asked -> !asked.granted())
                    .noneMatch(asked -> mayHave(permits, asked, held, max, total));
        }
        drain(permits);
        assertThat(permits.inUse()).isZero();
    }

    /**
     * Bulk leaves a fifth to others; a lane has what it earned, and no more than are left; those of which nothing is known
     * have half together, and slow ones a fifth.
     */
    private boolean mayHave(Permits permits, Asked asked, Map<LaneKey, Integer> held, int max, int total) {
        int left = (asked.priority == Priority.BULK ? max - max / 5 : max) - total;
        int mine = held.getOrDefault(asked.lane, 0);
        Known standing = of(asked.lane);
        int together = held.entrySet().stream()
                .filter(lane -> of(lane.getKey()) == standing)
                .mapToInt(Map.Entry::getValue)
                .sum();
        int share = switch (standing) {
            case NOTHING -> Math.max(1, max / 2);
            case SLOW -> Math.max(1, max / 5);
            case QUICK -> max;
        };
        return mine < left && mine < permits.allowed(asked.lane) && together < share;
    }

    private void step(Permits permits, Random random) {
        LaneKey lane = new LaneKey("192.0.2.1", "site-" + random.nextInt(6));
        if (open.isEmpty() || random.nextInt(5) < 3) {
            Priority priority = random.nextBoolean() ? Priority.BULK : Priority.TRANSACTIONAL;
            open.add(new Asked(lane, priority, permits.acquire(lane, priority)));
            return;
        }
        Asked one = open.remove(random.nextInt(open.size()));
        if (one.granted()) {
            int seconds = random.nextInt(60);
            known.put(one.lane, seconds > 30 ? Known.SLOW : of(one.lane) == Known.SLOW ? Known.NOTHING : Known.QUICK);
            permits.release(one.lane, Duration.ofSeconds(seconds));
        } else {
            permits.cancel(one.lane, one.priority, one.permit);
            assertThat(one.permit.result()).isFalse();
        }
    }

    private Known of(LaneKey lane) {
        return known.getOrDefault(lane, Known.NOTHING);
    }

    /** Everyone gets a permit in the end, while those who have one give it back. */
    private void drain(Permits permits) {
        while (!open.isEmpty()) {
            Asked granted =
                    open.stream().filter(Asked::granted).findFirst().orElseThrow(() -> new AssertionError("starved"));
            open.remove(granted);
            permits.release(granted.lane, Duration.ZERO);
        }
    }

    private Map<LaneKey, Integer> held() {
        Map<LaneKey, Integer> held = new HashMap<>();
        open.stream().filter(Asked::granted).forEach(asked -> held.merge(asked.lane, 1, Integer::sum));
        return held;
    }
}
