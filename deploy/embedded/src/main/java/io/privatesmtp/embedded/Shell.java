package io.privatesmtp.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this package asks of the operating system. */
final class Shell {
    private Shell() {}

    /** Runs a command to its end and returns its output; a command that fails or takes too long is a failure. */
    static String run(List<String> command, String input, Duration limit) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new StartFailure(command.getFirst() + " took longer than " + limit.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new StartFailure(
                        String.join(" ", command) + " failed with " + process.exitValue() + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    static boolean succeeds(String... command) {
        try {
            run(List.of(command), "", Duration.ofSeconds(10));
            return true;
        } catch (StartFailure | UncheckedIOException e) {
            return false;
        }
    }

    static boolean has(String program) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Asks the process to end, insists after the patience is over, and returns when it is gone. */
    static void end(ProcessHandle process, Duration patience) {
        process.destroy();
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("cannot watch process " + process.pid(), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs a shell script when this JVM is gone, however it ended: a shell waits for the end of a pipe of which this
     * JVM holds the other end. A shutdown hook would not survive {@code kill -9}.
     */
    static void whenThisProcessEnds(String script) {
        var command = "cat >/dev/null; " + script;
        try {
            new ProcessBuilder(Shell.inOwnSession(List.of("sh", "-c", command)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run sh", e);
        }
    }

    /** The command, out of reach of the terminal's Ctrl-C where the system knows {@code setsid}. */
    static List<String> inOwnSession(List<String> command) {
        return has("setsid") ? join(List.of("setsid"), command) : command;
    }

    static List<String> join(List<String> first, List<String> second) {
        var all = new java.util.ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
