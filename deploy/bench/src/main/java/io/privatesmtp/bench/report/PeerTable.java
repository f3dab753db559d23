package io.privatesmtp.bench.report;

import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.peer.Comparison;
import java.util.Locale;

/** A line for each mail system that had the same load. */
final class PeerTable {
    private static final String HEAD = "%n%-34s %9s | %10s %10s | %7s %9s | %s%n";

    private PeerTable() {}

    static String of(Report report, Figures ceiling) {
        var ours = report.first();
        var text = new StringBuilder(HEAD.formatted(
                "system",
                "messages/s",
                "CPU s/1000",
                "receiver",
                "ratio",
                "by loader",
                "CPU by ours, and peak RSS in MiB"));
        text.append(row("this: worker and broker", Report.OURS, ours, report));
        report.peers().forEach((name, peer) -> text.append(row(name, name, peer, report)));
        return text.append(row(Comparison.CEILING, Comparison.CEILING, ceiling, report))
                .append("ratio: CPU time by that of smtp-source for as many connections with one message each,\n")
                .append(
                        "straight into smtp-sink; by loader: handing the mail over to that system (ours: the least of them)\n")
                .toString();
    }

    private static String row(String title, String name, Figures figures, Report report) {
        var cpu = figures.cpuSecondsPer1000();
        var loader = report.loaderRatios().get(name);
        return String.format(
                Locale.ROOT,
                "%-34s %10.0f | %10.3f %10.3f | %7.2f %9s | %6.1f %6.0f%n",
                title,
                figures.messagesPerSecond(),
                cpu.system(),
                cpu.receiver(),
                report.ratios().getOrDefault(name, 1.0),
                loader == null ? "" : String.format(Locale.ROOT, "%.2f", loader),
                cpu.system() / report.first().cpuSecondsPer1000().system(),
                figures.peakRssMiB().system());
    }
}
