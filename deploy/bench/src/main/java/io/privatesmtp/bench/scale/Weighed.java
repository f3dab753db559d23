package io.privatesmtp.bench.scale;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bench.load.Case;
import io.privatesmtp.bench.measure.Figures;
import io.privatesmtp.bus.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a step came to.
 *
 * @param heapMiB that the worker holds before there was any mail: its tables, mostly
 * @param idlePercent of a processor that the worker takes without mail
 * @param heapAfterMiB that it holds when all mail is delivered and its sessions are closed
 * @param waiting null where the receiver never fell silent
 */
public record Weighed(
        String title,
        @JsonUnwrapped Case mail,
        int lanes,
        double heapMiB,
        double idlePercent,
        @JsonUnwrapped Figures figures,
        double heapAfterMiB,
        @Nullable Waiting waiting) {
    private static final String HEAD = "%-28s %10s %8s | %-23s %10s | %s%n";

    /**
     * What is under way to a receiver that says nothing.
     *
     * @param messages in the worker's memory, those of sessions among them
     * @param sessions that are connected
     * @param heapMiB that both of them take
     */
    public record Waiting(long messages, long sessions, double heapMiB) {}

    public static byte[] json(List<Weighed> all) {
        return Json.write(all);
    }

    public static String text(List<Weighed> all) {
        var text = new StringBuilder(
                        HEAD.formatted("", "heap", "idle", "for 1000 messages:", "", "heap after all are delivered"))
                .append(HEAD.formatted("", "MiB", "% CPU", "CPU s worker  broker", "KiB alloc.", "MiB"));
        all.forEach(one -> text.append(one.row()));
        return text.toString();
    }

    /** A line of the table, and another one about what waits. */
    public String row() {
        var cpu = figures.cpuSecondsPer1000();
        var row = String.format(
                Locale.ROOT,
                "%-28s %10.1f %8.1f | %12.3f  %6.3f    %10.0f | %.1f%n",
                title,
                heapMiB,
                idlePercent,
                cpu.worker(),
                cpu.broker(),
                figures.eventLoopsPer1000().allocatedKiB(),
                heapAfterMiB);
        return waiting == null
                ? row
                : row
                        + String.format(
                                Locale.ROOT,
                                "    while %d messages wait, %d of them in sessions: %.1f MiB more%n",
                                waiting.messages(),
                                waiting.sessions(),
                                waiting.heapMiB());
    }
}
