package io.privatesmtp.bench.report;

import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.peer.Comparison;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A line for each mail system that had the same load. */
final class PeerTable {
    private static final String HEAD = "%n%-34s %9s | %10s %10s | %7s | %s%n";

    private PeerTable() {}

    static String of(Report report, Figures ceiling) {
        var ours = report.first();
        var text = new StringBuilder(HEAD.formatted(
                "system", "messages/s", "CPU s/1000", "receiver", "ratio", "CPU by ours, and peak RSS in MiB"));
        text.append(row("this: worker and broker", ours, ours, report.ratios().get(Report.OURS)));
        report.peers()
                .forEach((name, peer) ->
                        text.append(row(name, peer, ours, report.ratios().get(name))));
        return text.append(row(Comparison.CEILING, ceiling, ours, 1.0))
                .append("ratio: CPU time by that of smtp-source for as many connections with one message each\n")
                .toString();
    }

    private static String row(String name, Figures figures, Figures ours, @Nullable Double ratio) {
        var cpu = figures.cpuSecondsPer1000();
        return String.format(
                Locale.ROOT,
                "%-34s %10.0f | %10.3f %10.3f | %7.2f | %6.1f %6.0f%n",
                name,
                figures.messagesPerSecond(),
                cpu.system(),
                cpu.receiver(),
                ratio,
                cpu.system() / ours.cpuSecondsPer1000().system(),
                figures.peakRssMiB().system());
    }
}
