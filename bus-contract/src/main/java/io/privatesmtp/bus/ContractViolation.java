package io.privatesmtp.bus;

import org.jspecify.annotations.Nullable;

/**
 * A value that the contract does not allow. The message names the field, the value (bounded, without line breaks) and
 * the rule, so that it can be shown to the producer as it is.
 */
public final class ContractViolation extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 120;

    private final ErrorCode code;
    private final String field;

    public ContractViolation(ErrorCode code, String field, @Nullable Object value, String rule) {
        super(field + (value == null ? "" : " " + shown(value)) + ": " + rule);
        this.code = code;
        this.field = field;
    }

    public ErrorCode code() {
        return code;
    }

    /** The path of the field in the record, for example {@code envelope.to[3]}. */
    public String field() {
        return field;
    }

    /** A value as it may stand in a sentence or a log: bounded, and without a control character. */
    public static String shown(Object value) {
        String text = String.valueOf(value);
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length() && i < MAX_SHOWN; i++) {
            char c = text.charAt(i);
            out.append(c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029 ? '?' : c);
        }
        return out.append(text.length() > MAX_SHOWN ? "…\"" : "\"").toString();
    }
}
