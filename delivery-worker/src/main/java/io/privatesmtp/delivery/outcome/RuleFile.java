package io.privatesmtp.delivery.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.privatesmtp.bus.event.Category;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules as they stand in YAML; the shipped file's head explains them. */
record RuleFile(Map<String, String> terms, List<Entry> rules, List<Entry> fallback) {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    RuleFile(@Nullable Map<String, String> terms, @Nullable List<Entry> rules, @Nullable List<Entry> fallback) {
        this.terms = terms == null ? Map.of() : terms;
        this.rules = rules == null ? List.of() : rules;
        this.fallback = fallback == null ? List.of() : fallback;
    }

    /** @throws IllegalArgumentException that names the file, the line and what is wrong there */
    static RuleFile read(String file, byte[] yaml) {
        try {
            return YAML.readValue(yaml, RuleFile.class);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException(
                    file + (at == null ? "" : ", line " + at.getLineNr()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** One rule; conditions that are missing hold always. */
    record Entry(
            String name,
            Category category,
            @Nullable String outcome,
            List<String> text,
            List<String> unless,
            List<String> code,
            List<String> enhanced,
            List<String> stage,
            List<String> mx) {
        Entry(
                @Nullable String name,
                @Nullable Category category,
                @Nullable String outcome,
                @Nullable List<String> text,
                @Nullable List<String> unless,
                @Nullable List<String> code,
                @Nullable List<String> enhanced,
                @Nullable List<String> stage,
                @Nullable List<String> mx) {
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("name: is required");
            }
            if (category == null) {
                throw new IllegalArgumentException("rule " + name + ", category: is required");
            }
            if (outcome != null && !outcome.equals("retry")) {
                throw new IllegalArgumentException("rule " + name + ", outcome \"" + outcome + "\": must be retry");
            }
            this.name = name;
            this.category = category;
            this.outcome = outcome;
            this.text = text == null ? List.of() : text;
            this.unless = unless == null ? List.of() : unless;
            this.code = code == null ? List.of() : code;
            this.enhanced = enhanced == null ? List.of() : enhanced;
            this.stage = stage == null ? List.of() : stage;
            this.mx = mx == null ? List.of() : mx;
        }
    }
}
