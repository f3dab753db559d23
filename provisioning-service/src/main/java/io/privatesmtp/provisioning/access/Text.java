package io.privatesmtp.provisioning.access;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import org.jspecify.annotations.Nullable;

/** Words that people typed: bounded, and without control characters but line breaks and tabs. */
public final class Text {
    private static final int MAX_REASON = 500;

    private Text() {}

    public static @Nullable String reason(@Nullable String value) {
        return bounded("reason", value, MAX_REASON);
    }

    /** An id that the caller names: bounded, so that no look-up is made with anything else. */
    public static String id(String field, String value) {
        return Require.present(field, Require.idOrNull(field, value));
    }

    /** @return the words without white space around them, null when nothing is left */
    public static @Nullable String bounded(String field, @Nullable String value, int max) {
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.length() > max) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, text, "must be at most " + max + " characters");
        }
        if (text.chars().anyMatch(c -> (c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, text, "must not contain control characters");
        }
        return Require.characters(field, text);
    }
}
