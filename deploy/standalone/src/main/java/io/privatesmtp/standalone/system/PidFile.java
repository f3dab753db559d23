package io.privatesmtp.standalone.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file that holds the id of a process. */
record PidFile(Path file) {
    void write(long pid) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, pid + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    /**
     * The process, if it runs and is still the one that was written down: after a crash of the machine the id may be
     * another's.
     *
     * @param mark stands in its command line
     */
    Optional<ProcessHandle> running(String mark) {
        try {
            var pid = Long.parseLong(Files.readString(file).strip());
            return ProcessHandle.of(pid).filter(process -> runs(process) && isMarked(process, mark));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A process that has ended but that nobody waited for still has an id, but no command any more. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean isMarked(ProcessHandle process, String mark) {
        return process.info().commandLine().map(line -> line.contains(mark)).orElse(true);
    }
}
