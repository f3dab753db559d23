package io.privatesmtp.delivery.lane;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits as they stand in YAML; the shipped file's head explains them. */
record ShapingFile(List<Entry> sites) {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    ShapingFile(@Nullable List<Entry> sites) {
        this.sites = sites == null ? List.of() : sites;
    }

    /** What is missing is as {@code psr.lane.*} says. */
    record Entry(
            @Nullable String name,
            @Nullable List<String> mx,
            @Nullable Integer sessions,
            @JsonProperty("messages-per-session") @Nullable Integer messagesPerSession,
            @Nullable String rate,
            @Nullable Integer recipients,
            @JsonProperty("first-pause") @Nullable String firstPause,
            @JsonProperty("longest-pause") @Nullable String longestPause) {}

    /** @throws IllegalArgumentException that names the file, the line and what is wrong there */
    static ShapingFile read(String file, byte[] yaml) {
        try {
            return YAML.readValue(yaml, ShapingFile.class);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    file + (at == null ? "" : ", line " + at.getLineNr()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
}
