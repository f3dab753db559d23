package io.privatesmtp.delivery.dkim;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of a test. */
record Settings(
        Optional<Path> keysDir,
        DkimSettings.WhenKeyMissing whenKeyMissing,
        Map<String, DkimSettings.DomainKeys> domains)
        implements DkimSettings {
    record Keys(List<String> keys, Optional<String> account) implements DkimSettings.DomainKeys {}

    @Override
    public Optional<URI> keysUrl() {
        return Optional.empty();
    }

    @Override
    public Duration keysRenew() {
        return Duration.ofMinutes(10);
    }

    @Override
    public Duration keysCheck() {
        return Duration.ofMillis(100);
    }

    @Override
    public Optional<Duration> signatureLifetime() {
        return Optional.empty();
    }
}
