package io.privatesmtp.delivery.smtp;

/** A reverse-path or forward-path, looked at once more before it becomes part of a command. */
final class Path {
    /** RFC 5321 section 4.5.3.1.3 says 256 with its angle brackets. */
    private static final int MAX_LENGTH = 254;

    static final String RULE = "must be at most " + MAX_LENGTH + " characters, without control characters, < and >";

    private Path() {}

    /** Whether the address can be put between angle brackets without becoming anything else. */
    static boolean isSafe(String address) {
        if (address.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            if (Character.isISOControl(c) || c == '<' || c == '>' || c == '\u2028' || c == '\u2029') {
                return false;
            }
        }
        return true;
    }

    static boolean isAscii(String address) {
        return address.chars().allMatch(c -> c < 128);
    }
}
