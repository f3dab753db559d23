package io.privatesmtp.bench.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.peer.Comparison;
import io.privatesmtp.bus.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark came to. The figures of the first case stand at the top of the JSON, those of all under
 * {@code cases}.
 *
 * @param ceiling smtp-source straight into smtp-sink
 * @param peers by name; their worker is all of their processes
 * @param ratios of the first case and of the peers: CPU time by that of smtp-source and smtp-sink, which had the same mail between them
 *     right after each run. It depends less on the machine than the CPU time itself
 * @param sourceRatios the same, by smtp-source alone
 */
public record Report(
        @JsonUnwrapped Figures first,
        Machine machine,
        List<Result> cases,
        @Nullable Figures ceiling,
        Map<String, Figures> peers,
        Map<String, Double> ratios,
        Map<String, Double> sourceRatios) {
    static final String OURS = "this";

    /** A case and its figures. */
    public record Result(
            String title,
            @JsonUnwrapped Case mail,
            @JsonUnwrapped Figures figures) {}

    /** @param compared by name, the ceiling among them; may be empty */
    public static Report of(List<Result> results, Map<String, Figures> compared) {
        var ours = results.getFirst().figures();
        var peers = new LinkedHashMap<>(compared);
        var ceiling = peers.remove(Comparison.CEILING);
        var all = new LinkedHashMap<>(Map.of(OURS, ours));
        all.putAll(peers);
        return new Report(
                ours,
                Machine.here(),
                results,
                ceiling,
                peers,
                known(all, Figures::ratio),
                known(all, Figures::sourceRatio));
    }

    private static Map<String, Double> known(Map<String, Figures> all, Function<Figures, @Nullable Double> ratio) {
        Map<String, Double> known = new LinkedHashMap<>();
        all.forEach((name, figures) -> {
            var value = ratio.apply(figures);
            if (value != null) {
                known.put(name, value);
            }
        });
        return known;
    }

    public byte[] json() {
        return Json.write(this);
    }

    public String text() {
        return Table.of(cases) + (ceiling == null ? "" : PeerTable.of(this, ceiling)) + machine.text();
    }
}
