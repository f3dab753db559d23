package io.privatesmtp.delivery.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Workers that know of each other's use a second late keep a quota together, and leave nothing of it unused. */
class SharedQuotaPropertyTest {
    private static final String ACME = "account:acme";
    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");

    @Property(tries = 300)
    void allWorkersTogetherExceedALimitByHalfAtMostAndReachIt(
            @ForAll @IntRange(min = 1, max = 5) int workers,
            @ForAll @IntRange(min = 1, max = 400) int limit,
            @ForAll @IntRange(min = 0, max = 6) int latency,
            @ForAll @IntRange(min = 1, max = 60) int perStep,
            @ForAll Random random) {
        PlayedCluster cluster = new PlayedCluster(START, latency);
        for (int i = 0; i < workers; i++) {
            cluster.join("w" + i, 1.0 / workers, random.nextInt(10));
        }
        int taken = 0;
        for (int step = 0; step < 600; step++) {
            for (int i = 0; i < perStep; i++) {
                int worker = random.nextInt(workers);
                taken += cluster.take(worker, ACME, new Limit(limit, Limit.NONE)) == Answer.TAKEN ? 1 : 0;
            }
            cluster.step();
        }

        assertThat(taken).isBetween(limit, limit + limit / 2 + 2 * workers);
    }
}
