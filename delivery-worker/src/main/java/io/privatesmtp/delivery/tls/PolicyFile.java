package io.privatesmtp.delivery.tls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS levels of destinations as they stand in YAML. */
record PolicyFile(List<Entry> policies) {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    PolicyFile(@Nullable List<Entry> policies) {
        this.policies = policies == null ? List.of() : policies;
    }

    record Entry(
            @Nullable List<String> domains,
            @Nullable List<String> mx,
            @Nullable String level) {}

    /** @throws IllegalArgumentException that names the file, the line and what is wrong there */
    static PolicyFile read(Path file) {
        try {
            return YAML.readValue(Files.readAllBytes(file), PolicyFile.class);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    file + (at == null ? "" : ", line " + at.getLineNr()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
