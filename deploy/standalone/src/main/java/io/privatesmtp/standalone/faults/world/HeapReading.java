package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.standalone.system.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Asks a JVM what its living objects take. */
final class HeapReading {
    private HeapReading() {}

    /** By the JDK's {@code jcmd}, which makes the JVM collect its garbage first. */
    static long liveBytes(long pid) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").start();
            try (var output = process.inputReader()) {
                return output.lines()
                        .filter(line -> line.startsWith("Total"))
                        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                        .findFirst()
                        .orElseThrow(() -> new Failure("jcmd does not tell the heap of process " + pid));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run jcmd", e);
        }
    }
}
