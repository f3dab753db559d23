package io.privatesmtp.bus;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that several records share. Each throws a {@link ContractViolation} that names field, value and rule. */
public final class Require {
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int MAX_ID = 200;

    private Require() {}

    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, null, "is required");
        }
        return value;
    }

    public static @Nullable String accountOrNull(String field, @Nullable String value) {
        if (value != null && !ACCOUNT.matcher(value).matches()) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, field, value, "must be 1 to 40 characters of a-z, 0-9 and hyphen");
        }
        return value;
    }

    public static String account(String field, @Nullable String value) {
        return present(field, accountOrNull(field, present(field, value)));
    }

    /** An identifier that a producer chose: 1 to 200 characters, none of them a control character or a space. */
    public static @Nullable String idOrNull(String field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        boolean ok = !value.isEmpty() && value.length() <= MAX_ID;
        for (int i = 0; ok && i < value.length(); i++) {
            ok = value.charAt(i) > 0x20 && value.charAt(i) != 0x7f;
        }
        if (!ok) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, field, value, "must be 1 to 200 characters without spaces and controls");
        }
        // Two ids would become one.
        return characters(field, value);
    }

    /** Whole characters only: JSON can write half of one, as an escape, and in UTF-8 it becomes a question mark. */
    public static String characters(String field, String value) {
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            int c = value.codePointAt(i);
            that(
                    c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE,
                    field,
                    value,
                    "must not hold half of a surrogate pair");
        }
        return value;
    }

    public static void that(boolean holds, String field, @Nullable Object value, String rule) {
        if (!holds) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, value, rule);
        }
    }
}
