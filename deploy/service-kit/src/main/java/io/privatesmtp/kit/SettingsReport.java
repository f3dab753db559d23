package io.privatesmtp.kit;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Prints the {@code psr.*} settings in force at start, secrets masked. */
@ApplicationScoped
class SettingsReport {
    private static final Logger LOG = Logger.getLogger(SettingsReport.class);

    void atStart(@Observes @Priority(1) StartupEvent event, Config config) {
        TreeMap<String, String> settings = new TreeMap<>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("psr."))
                .forEach(name -> settings.put(
                        name, shown(name, config.getConfigValue(name).getValue())));
        settings.forEach((name, value) -> LOG.infof("%s = %s", name, value));
    }

    private static String shown(String name, @Nullable String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean secret = lower.contains("secret")
                || lower.contains("password")
                || lower.endsWith("credentials")
                || lower.endsWith("encryption-key");
        return secret ? "********" : String.valueOf(value);
    }
}
