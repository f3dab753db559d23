package io.privatesmtp.bus;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Domain names in the one spelling that rules, keys and look-ups use: lower case, IDNA A-labels, no trailing dot
 * (RFC 5890, RFC 1035 section 2.3.1; an underscore is let through, some senders use it).
 */
public final class DomainName {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final int MAX_LENGTH = 253;

    private DomainName() {}

    /** @throws ContractViolation when the text is no domain name */
    public static String canonical(String field, @Nullable String text) {
        String canonical = canonicalOrNull(Require.present(field, text));
        if (canonical == null) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, text, "must be a domain name");
        }
        return canonical;
    }

    /** The canonical spelling, or null when the text is no domain name. */
    public static @Nullable String canonicalOrNull(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        try {
            if (!isAscii(name)) {
                name = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        name = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return null;
        }
        for (String label : name.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return null;
            }
        }
        return name;
    }

    /** The domain one label up, or null above a top-level domain. */
    public static @Nullable String parent(String canonical) {
        int dot = canonical.indexOf('.');
        return dot < 0 ? null : canonical.substring(dot + 1);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}
