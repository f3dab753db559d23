package io.privatesmtp.bench.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.peer.Comparison;
import io.privatesmtp.bus.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark came to. The figures of the first case stand at the top of the JSON, those of all under
 * {@code cases}.
 *
 * @param ceiling smtp-source straight into smtp-sink
 * @param peers by name; their worker is all of their processes
 * @param ratios of the first case and of the peers: CPU time by that of smtp-source for as many connections with one message.
 *     straight into smtp-sink. It depends less on the machine than the CPU time itself
 * @param loaderRatios the same, by that of smtp-source in the run of that peer: a server that is slower than a sink makes it
 *     dearer. Ours, which has no such loader, by the least of theirs
 */
public record Report(
        @JsonUnwrapped Figures first,
        Machine machine,
        List<Result> cases,
        @Nullable Figures ceiling,
        Map<String, Figures> peers,
        Map<String, Double> ratios,
        Map<String, Double> loaderRatios) {
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
        Map<String, Double> ratios = new LinkedHashMap<>();
        Map<String, Double> loaderRatios = new LinkedHashMap<>();
        peers.values().stream()
                .map(Figures::loaderCpuSecondsPer1000)
                .filter(Objects::nonNull)
                .min(Double::compare)
                .ifPresent(
                        least -> loaderRatios.put(OURS, ours.cpuSecondsPer1000().system() / least));
        peers.forEach((name, peer) -> {
            var load = peer.loaderCpuSecondsPer1000();
            if (load != null) {
                loaderRatios.put(name, peer.cpuSecondsPer1000().system() / load);
            }
        });
        if (ceiling != null) {
            ratios.put(
                    OURS,
                    ours.cpuSecondsPer1000().system()
                            / ceiling.cpuSecondsPer1000().system());
            peers.forEach((name, peer) -> ratios.put(
                    name,
                    peer.cpuSecondsPer1000().system()
                            / ceiling.cpuSecondsPer1000().system()));
        }
        return new Report(ours, Machine.here(), results, ceiling, peers, ratios, loaderRatios);
    }

    public byte[] json() {
        return Json.write(this);
    }

    public String text() {
        return Table.of(cases) + (ceiling == null ? "" : PeerTable.of(this, ceiling)) + machine.text();
    }
}
