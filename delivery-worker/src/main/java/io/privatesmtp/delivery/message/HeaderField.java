package io.privatesmtp.delivery.message;

import java.nio.charset.StandardCharsets;

/**
 * One field of a header section, as a range of the message's bytes.
 *
 * @param name as written, without white space
 * @param start where its name begins
 * @param value where its value begins, behind the colon
 * @param end behind its last line end
 */
record HeaderField(String name, int start, int value, int end) {
    boolean named(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** The value unfolded (RFC 5322 section 2.2.3), without white space around it. */
    String text(byte[] message) {
        return new String(message, value, end - value, StandardCharsets.UTF_8)
                .replace("\r\n", "")
                .strip();
    }
}
