package io.privatesmtp.bench.report;

import io.privatesmtp.bench.report.Report.Result;
import java.util.List;
import java.util.Locale;

/** A line for each case. */
final class Table {
    private static final String HEAD = "%-34s %9s | %-31s | %8s | %-23s | %-10s | %s%n";

    private Table() {}

    static String of(List<Result> results) {
        var text = new StringBuilder();
        text.append(HEAD.formatted(
                "",
                "messages",
                "CPU seconds per 1000 messages",
                "peak RSS",
                "ms to the receiver's 250",
                "to attempt",
                "parked"));
        text.append(HEAD.formatted(
                "case",
                "a second",
                "worker broker  both | receiver",
                "worker",
                "   p50     p95     p99",
                "       p99",
                ""));
        results.forEach(result -> text.append(row(result)));
        return text.toString();
    }

    private static String row(Result result) {
        var figures = result.figures();
        var cpu = figures.cpuSecondsPer1000();
        var latency = figures.latencyMillis();
        var attempt = figures.firstAttemptMillis();
        return String.format(
                Locale.ROOT,
                "%-34s %9.0f | %6.3f %6.3f %6.3f | %8.3f | %4.0f MiB | %7.1f %7.1f %7.1f  | %10.1f | %6d%n",
                result.title(),
                figures.messagesPerSecond(),
                cpu.worker(),
                cpu.broker(),
                cpu.system(),
                cpu.receiver(),
                figures.peakRssMiB().worker(),
                latency == null ? Double.NaN : latency.p50(),
                latency == null ? Double.NaN : latency.p95(),
                latency == null ? Double.NaN : latency.p99(),
                attempt == null ? Double.NaN : attempt.p99(),
                figures.parked());
    }
}
