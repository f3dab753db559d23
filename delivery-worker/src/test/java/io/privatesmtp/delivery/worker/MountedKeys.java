package io.privatesmtp.delivery.worker;

import io.privatesmtp.delivery.dkim.TestKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A folder of DKIM keys for the worker under test; it has one key at first. */
public final class MountedKeys implements QuarkusTestResourceLifecycleManager {
    static final Path FOLDER = folder();

    @Override
    public Map<String, String> start() {
        TestKeys.write(FOLDER, "signed-s1", TestKeys.RSA);
        return Map.of("psr.dkim.keys-dir", FOLDER.toString(), "psr.dkim.keys-check", "100ms");
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("psr-dkim");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        try (var files = Files.list(FOLDER)) {
            files.forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FOLDER.toFile().delete();
    }
}
