package io.privatesmtp.standalone.faults.scenario;

import io.privatesmtp.standalone.faults.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What mail took by itself and beside other mail, in rounds that alternate. The median of the rounds counts, because a
 * machine is never equally quiet.
 */
final class Rounds {
    private final List<Duration> alone = new ArrayList<>();
    private final List<Duration> beside = new ArrayList<>();

    /** @param p95 of a round in which there was nothing else */
    void alone(Duration p95) {
        alone.add(p95);
    }

    void beside(Duration p95) {
        beside.add(p95);
    }

    /**
     * Notes how much slower it was, and that it must not have been by more than the limit.
     *
     * @param whose the mail that was measured
     * @param others what it was beside
     */
    void judge(World world, String whose, String others, double limit) {
        var ratio = (double) median(beside).toNanos() / median(alone).toNanos();
        var notes = world.notes();
        notes.figure("%s p95: %.1f ms alone, %.1f ms beside %s, ratio %.2f (limit %.2f)"
                .formatted(whose, millis(median(alone)), millis(median(beside)), others, ratio, limit));
        notes.figure("by rounds, ms: alone %s, beside %s".formatted(list(alone), list(beside)));
        notes.check(ratio <= limit, "%s p95 is %.2f times what it is alone".formatted(whose, ratio));
    }

    private static Duration median(List<Duration> values) {
        var sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2)
                .plus(sorted.get((sorted.size() - 1) / 2))
                .dividedBy(2);
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static String list(List<Duration> times) {
        return String.join(
                " ", times.stream().map(time -> "%.1f".formatted(millis(time))).toList());
    }
}
