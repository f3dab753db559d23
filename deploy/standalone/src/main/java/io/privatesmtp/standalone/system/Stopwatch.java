package io.privatesmtp.standalone.system;

import java.time.Duration;
import java.util.Locale;

/** Shows how long something takes. */
public record Stopwatch(long startNanos) {
    public static Stopwatch started() {
        return new Stopwatch(System.nanoTime());
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s", elapsed().toMillis() / 1000.0);
    }
}
