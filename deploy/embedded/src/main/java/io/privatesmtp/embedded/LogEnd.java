package io.privatesmtp.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The last lines of a log, for the message of a failure. */
public final class LogEnd {
    private static final int LINES = 20;

    private LogEnd() {}

    /** Each line indented; a sentence where the log cannot be read. */
    public static String of(Path log) {
        try (var all = Files.lines(log, StandardCharsets.UTF_8)) {
            var list = all.toList();
            return list.subList(Math.max(0, list.size() - LINES), list.size()).stream()
                    .collect(Collectors.joining("\n  ", "  ", ""));
        } catch (IOException | UncheckedIOException e) {
            return "  (the log cannot be read: " + e.getMessage() + ")";
        }
    }
}
