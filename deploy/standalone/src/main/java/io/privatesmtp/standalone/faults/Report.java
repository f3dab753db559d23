package io.privatesmtp.standalone.faults;

import io.privatesmtp.bus.Json;
import java.util.List;

/** What a run of the suite came to. */
public record Report(List<Result> results) {
    private static final String ROW = "%-11s %9s %9s %5s %7s %7s %6s %6s %7s %7s  %s%n";

    /** Whether everything held. */
    public boolean holds() {
        return results.stream().allMatch(Result::holds);
    }

    public byte[] json() {
        return Json.write(this);
    }

    /** A line for each scenario, and under it what was measured and what was wrong. */
    public String table() {
        var text = new StringBuilder();
        text.append(ROW.formatted("", "", "", "", "", "bound", "no", "2nd", "2nd", "dead", ""));
        text.append(ROW.formatted(
                "scenario",
                "submitted",
                "delivered",
                "lost",
                "doubled",
                "allowed",
                "end",
                "end",
                "copies",
                "letters",
                "verdict"));
        results.forEach(result -> text.append(row(result)));
        return text.toString();
    }

    private static String row(Result result) {
        var text = new StringBuilder();
        var found = result.findings();
        var verdict = (result.holds() ? "holds" : "DOES NOT HOLD") + " (" + result.seconds() + " s)";
        if (found == null) {
            text.append(ROW.formatted(result.scenario(), "-", "-", "-", "-", "-", "-", "-", "-", "-", verdict));
        } else {
            text.append(ROW.formatted(
                    result.scenario(),
                    found.submitted(),
                    found.delivered(),
                    found.lost(),
                    found.doubled(),
                    found.allowed(),
                    found.withoutEnd(),
                    found.severalEnds(),
                    found.secondCopies(),
                    found.deadLetters(),
                    verdict));
        }
        result.figures()
                .forEach(figure -> text.append("            ").append(figure).append('\n'));
        result.complaints()
                .forEach(wrong -> text.append("     WRONG: ").append(wrong).append('\n'));
        return text.toString();
    }
}
