package io.privatesmtp.standalone.faults;

import io.privatesmtp.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Keeps the logs of a scenario that did not hold; everything else of it is deleted. */
record Logs(Path folder) {
    /** @param files by what they are called here */
    Path keep(String scenario, Map<String, Path> files) {
        var kept = folder.resolve(scenario);
        try {
            Folders.delete(kept);
            Files.createDirectories(kept);
            for (var file : files.entrySet()) {
                Files.copy(file.getValue(), kept.resolve(file.getKey()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the logs in " + kept, e);
        }
        return kept;
    }
}
