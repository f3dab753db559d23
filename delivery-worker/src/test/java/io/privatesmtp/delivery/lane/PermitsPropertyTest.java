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
import java.util.function.Predicate;
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
    /** When a lane gave one back, or got the first of those it has. */
    private final Map<LaneKey, Long> since = new HashMap<>();

    private long nanos;

    @Property(tries = 400)
    void theBoundHoldsAndNobodyWaitsForAPermitThatItMayHave(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int max) {
        Permits permits = new Permits(max, () -> nanos);
        int perLane = Math.max(1, max / 10);
        open.clear();
        known.clear();
        since.clear();
        for (int step = 0; step < 300; step++) {
            nanos += Duration.ofSeconds(random.nextInt(4)).toNanos();
            permits.review();
            noteFirst();
            step(permits, random);
            noteFirst();
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
     * Bulk leaves a fifth to others; a lane has what it earned, and no more than are left; slow ones have a fifth together, and
     * those of which nothing is known half of what slow and stalling ones leave, and never the last one.
     */
    private boolean mayHave(Permits permits, Asked asked, Map<LaneKey, Integer> held, int max, int total) {
        int left = (asked.priority == Priority.BULK ? max - max / 5 : max) - total;
        int mine = held.getOrDefault(asked.lane, 0);
        int ofSlow = sum(held, lane -> of(lane) == Known.SLOW);
        int ofStalling = sum(held, lane -> of(lane) != Known.SLOW && stalls(lane));
        int ofNew = sum(held, lane -> of(lane) == Known.NOTHING && !stalls(lane));
        boolean room = switch (of(asked.lane)) {
            case NOTHING -> ofNew < (max == 1 ? 1 : (max - ofSlow - ofStalling) / 2);
            case SLOW -> ofSlow < Math.max(1, max / 5);
            case QUICK -> true;
        };
        return mine < left && mine < permits.allowed(asked.lane) && room;
    }

    private static int sum(Map<LaneKey, Integer> held, Predicate<LaneKey> which) {
        return held.entrySet().stream()
                .filter(lane -> which.test(lane.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private boolean stalls(LaneKey lane) {
        return nanos - since.get(lane) > Duration.ofSeconds(10).toNanos();
    }

    /** Notes the time for lanes that have got a first permit, and forgets it for those that have none. */
    private void noteFirst() {
        Map<LaneKey, Integer> held = held();
        held.keySet().forEach(lane -> since.putIfAbsent(lane, nanos));
        since.keySet().retainAll(held.keySet());
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
            since.put(one.lane, nanos);
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
