package io.privatesmtp.delivery.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Return paths that name the recipient (VERP), so that a bounce by mail tells of whom it is. */
@ConfigMapping(prefix = "psr.verp")
public interface VerpSettings {
    /** Sender domains whose mail gets them, or {@code *} for all. */
    Optional<List<String>> domains();

    /**
     * The return path: {@code {local}} and {@code {domain}} are those of the envelope sender as submitted,
     * {@code {recipient}} is the recipient with {@code =} in place of @. Its own domain may be another one.
     */
    @WithDefault("{local}+{recipient}@{domain}")
    String format();
}
