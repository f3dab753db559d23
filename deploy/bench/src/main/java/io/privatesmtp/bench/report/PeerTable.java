package io.privatesmtp.bench.report;

import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bench.peer.Comparison;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
                "by source",
                "CPU by ours, and peak RSS in MiB"));
        text.append(row("this: worker and broker", Report.OURS, ours, report));
        report.peers().forEach((name, peer) -> text.append(row(name, name, peer, report)));
        return text.append(row(Comparison.CEILING, Comparison.CEILING, ceiling, report))
                .append(
                        "ratio: CPU time by that of smtp-source and smtp-sink, which had the same mail between them right afterwards;\n")
                .append("by source: the same, by smtp-source alone\n")
                .toString();
    }

    private static String row(String title, String name, Figures figures, Report report) {
        var cpu = figures.cpuSecondsPer1000();
        return String.format(
                Locale.ROOT,
                "%-34s %10.0f | %10.3f %10.3f | %7s %9s | %6.1f %6.0f%n",
                title,
                figures.messagesPerSecond(),
                cpu.system(),
                cpu.receiver(),
                ratio(report.ratios().get(name)),
                ratio(report.sourceRatios().get(name)),
                cpu.system() / report.first().cpuSecondsPer1000().system(),
                figures.peakRssMiB().system());
    }

    private static String ratio(@Nullable Double ratio) {
        return ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio);
    }
}
