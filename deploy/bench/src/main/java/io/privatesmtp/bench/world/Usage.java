package io.privatesmtp.bench.world;

import io.privatesmtp.standalone.system.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used, as {@code /proc} tells it.
 *
 * @param cpuSeconds of all its threads, in user and system mode, ended ones included; in steps of 10 ms
 * @param peakRssMiB the most memory it had resident at once, since it was started
 */
public record Usage(double cpuSeconds, double peakRssMiB) {
    /** What Linux calls USER_HZ, the same on every architecture that runs a JDK 25. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int UTIME = 11;

    public static Usage of(long pid) {
        return new Usage(cpuSeconds(pid), peakRssMiB(pid));
    }

    private static double cpuSeconds(long pid) {
        var stat = read(pid, "stat");
        // the second field is the program's name in parentheses, which may hold blanks
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
    }

    private static double peakRssMiB(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElseThrow(() -> new Failure("process " + pid + " has ended"));
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new Failure("process " + pid + " has ended", e);
        }
    }
}
