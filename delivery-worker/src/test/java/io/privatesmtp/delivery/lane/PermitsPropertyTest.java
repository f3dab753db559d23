package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
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
    private record Asked(LaneKey lane, Future<Boolean> permit) {
        boolean granted() {
            return permit.isComplete() && permit.result();
        }
    }

    private final List<Asked> open = new ArrayList<>();

    @Property(tries = 400)
    void theBoundHoldsAndNobodyWaitsForAFreePermit(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int max) {
        Permits permits = new Permits(max);
        int perLane = Math.max(1, max / 10);
        open.clear();
        for (int step = 0; step < 300; step++) {
            step(permits, random);
            Map<LaneKey, Integer> held = held();
            int total = held.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(permits.inUse()).isEqualTo(total).isLessThanOrEqualTo(max);
            assertThat(held.values()).allMatch(n -> n <= perLane);
            if (total < max) {
                assertThat(open)
                        .filteredOn(asked -> !asked.granted())
                        .allMatch(asked -> held.getOrDefault(asked.lane, 0) == perLane);
            }
        }
        drain(permits);
        assertThat(permits.inUse()).isZero();
    }

    private void step(Permits permits, Random random) {
        LaneKey lane = new LaneKey("192.0.2.1", "site-" + random.nextInt(6));
        if (open.isEmpty() || random.nextInt(5) < 3) {
            open.add(new Asked(lane, permits.acquire(lane)));
            return;
        }
        Asked one = open.remove(random.nextInt(open.size()));
        if (one.granted()) {
            permits.release(one.lane);
        } else {
            permits.cancel(one.permit);
            assertThat(one.permit.result()).isFalse();
        }
    }

    /** Everyone gets a permit in the end, while those who have one give it back. */
    private void drain(Permits permits) {
        while (!open.isEmpty()) {
            Asked granted =
                    open.stream().filter(Asked::granted).findFirst().orElseThrow(() -> new AssertionError("starved"));
            open.remove(granted);
            permits.release(granted.lane);
        }
    }

    private Map<LaneKey, Integer> held() {
        Map<LaneKey, Integer> held = new HashMap<>();
        open.stream().filter(Asked::granted).forEach(asked -> held.merge(asked.lane, 1, Integer::sum));
        return held;
    }
}
