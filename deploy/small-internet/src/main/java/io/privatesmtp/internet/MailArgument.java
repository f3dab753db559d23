package io.privatesmtp.internet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code MAIL FROM:} or {@code RCPT TO:}: a path in angle brackets, and parameters (RFC 5321 section
 * 4.1.2). A source route before the address is dropped.
 */
record MailArgument(String address, List<String> parameters) {

    /** Null when it is none. */
    static @Nullable MailArgument parse(String line, String prefix) {
        if (!line.regionMatches(true, 0, prefix, 0, prefix.length())) {
            return null;
        }
        String rest = line.substring(prefix.length()).strip();
        int end = end(rest);
        if (!rest.startsWith("<") || end < 0) {
            return null;
        }
        String address = rest.substring(1, end);
        if (address.startsWith("@") && address.indexOf(':') > 0) {
            address = address.substring(address.indexOf(':') + 1);
        }
        String parameters = rest.substring(end + 1).strip();
        return new MailArgument(address, parameters.isEmpty() ? List.of() : List.of(parameters.split(" +")));
    }

    /** The closing bracket, which may also stand within a quoted local part. */
    private static int end(String path) {
        boolean quoted = false;
        for (int i = 1; i < path.length(); i++) {
            char c = path.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
