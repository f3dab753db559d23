package io.privatesmtp.bench.scale;

import io.privatesmtp.bench.load.Case;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One size of the one thing that grows.
 *
 * @param silent whether the receiver falls silent in the end, so that what waits for it can be weighed
 */
public record Step(Axis axis, Case mail, boolean silent) {
    /** What grows. */
    public enum Axis {
        RULES,
        SOURCES,
        LANES,
        PARTITIONS,
        WAITING
    }

    private static final Case BASE = Case.plain(4_096);

    /** Ten lanes, in which most messages wait for a session. */
    private static final Step FIRST = new Step(Axis.WAITING, BASE, true);

    private static final List<Step> ALL = List.of(
            new Step(Axis.RULES, BASE.among(10_000), false),
            new Step(Axis.RULES, BASE.among(100_000), false),
            new Step(Axis.RULES, BASE.among(1_000_000), false),
            new Step(Axis.SOURCES, BASE.amongSources(1_000), false),
            new Step(Axis.SOURCES, BASE.amongSources(10_000), false),
            new Step(Axis.LANES, BASE.to(100), false),
            new Step(Axis.LANES, BASE.to(1_000), false),
            new Step(Axis.PARTITIONS, BASE.over(1), false),
            new Step(Axis.PARTITIONS, BASE.over(100), false),
            // as many lanes as messages: each has a session of its own
            new Step(Axis.WAITING, BASE.to(150), true));

    /** The case that all others are held against, and then those of the axes. */
    public static List<Step> along(Set<Axis> axes) {
        return Stream.concat(Stream.of(FIRST), ALL.stream().filter(step -> axes.contains(step.axis())))
                .toList();
    }

    /** Of source address and site: every sender writes to every domain. */
    int lanes() {
        return Case.SENDERS * mail.domains();
    }
}
