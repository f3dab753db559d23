package io.privatesmtp.standalone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Kills what a world started and deletes its folder when this JVM is gone, however that ended. The ids of the processes
 * that run are names of files, so that an id which has become another's since is not killed.
 */
public final class Guard {
    /** Waits for the end of a pipe of which this JVM holds the other end. */
    private static final String SCRIPT = """
            cat >/dev/null
            for pid in "$0"/pids/*; do kill -9 "${pid##*/}" 2>/dev/null; done
            sleep 1
            rm -rf "$0"
            """;

    private final Path pids;

    private Guard(Path pids) {
        this.pids = pids;
    }

    public static Guard over(Path folder) {
        try {
            var pids = Files.createDirectories(folder.resolve("pids"));
            // in a session of its own: out of reach of the terminal's Ctrl-C
            var command = List.of("setsid", "sh", "-c", SCRIPT, folder.toString());
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Guard(pids);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot guard " + folder, e);
        }
    }

    public void watch(long pid) {
        try {
            Files.createFile(pids.resolve(Long.toString(pid)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note process " + pid, e);
        }
    }

    /** Kills all that still runs, and returns when it is gone. */
    public void killAll() {
        try (var files = Files.list(pids)) {
            files.map(file -> ProcessHandle.of(Long.parseLong(file.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .forEach(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                        forget(process.pid());
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + pids, e);
        }
    }

    /** The process is gone. */
    public void forget(long pid) {
        try {
            Files.deleteIfExists(pids.resolve(Long.toString(pid)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot forget process " + pid, e);
        }
    }
}
