package io.privatesmtp.bench.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bus.Json;
import java.util.List;

/**
 * What the benchmark came to. The figures of the first case stand at the top of the JSON, those of all under
 * {@code cases}.
 */
public record Report(@JsonUnwrapped Figures first, Machine machine, List<Result> cases) {
    /** A case and its figures. */
    public record Result(
            String title,
            @JsonUnwrapped Case mail,
            @JsonUnwrapped Figures figures) {}

    public static Report of(List<Result> results) {
        return new Report(results.getFirst().figures(), Machine.here(), results);
    }

    public byte[] json() {
        return Json.write(this);
    }

    public String text() {
        return Table.of(cases) + machine.text();
    }
}
