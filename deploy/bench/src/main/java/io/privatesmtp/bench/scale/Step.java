package io.privatesmtp.bench.scale;

import io.privatesmtp.bench.load.Case;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One size of the one thing that grows.
 *
 * @param workers that share the partitions
 * @param silent whether the receiver falls silent in the end, so that what waits for it can be weighed
 */
public record Step(Axis axis, Case mail, int workers, boolean silent) {
    /** What grows. */
    public enum Axis {
        RULES,
        SOURCES,
        LANES,
        PARTITIONS,
        WORKERS,
        WAITING
    }

    private static final Case BASE = Case.plain(4_096);

    /** Ten lanes, in which most messages wait for a session. */
    private static final Step FIRST = new Step(Axis.WAITING, BASE, 1, true);

    private static final List<Step> ALL = List.of(
            new Step(Axis.RULES, BASE.among(10_000), 1, false),
            new Step(Axis.RULES, BASE.among(100_000), 1, false),
            new Step(Axis.RULES, BASE.among(1_000_000), 1, false),
            new Step(Axis.SOURCES, BASE.amongSources(1_000), 1, false),
            new Step(Axis.SOURCES, BASE.amongSources(10_000), 1, false),
            new Step(Axis.LANES, BASE.to(100), 1, false),
            new Step(Axis.LANES, BASE.to(1_000), 1, false),
            new Step(Axis.PARTITIONS, BASE.over(1), 1, false),
            new Step(Axis.PARTITIONS, BASE.over(100), 1, false),
            new Step(Axis.WORKERS, BASE, 2, false),
            new Step(Axis.WORKERS, BASE, 4, false),
            // as many lanes as messages: each has a session of its own
            new Step(Axis.WAITING, BASE.to(150), 1, true));

    /** The case that all others are held against, and then those of the axes. */
    public static List<Step> along(Set<Axis> axes) {
        return Stream.concat(Stream.of(FIRST), ALL.stream().filter(step -> axes.contains(step.axis())))
                .toList();
    }

    /** As people say it. */
    public String title() {
        return workers == 1 ? mail.title() : mail.title() + ", " + workers + " workers";
    }

    /** Of source address and site: every sender writes to every domain. */
    int lanes() {
        return Case.SENDERS * mail.domains();
    }
}
