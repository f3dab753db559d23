package io.privatesmtp.internet;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the Message-ID field of a message without parsing the rest. */
final class MessageId {
    private static final byte[] FIELD = "message-id:".getBytes(StandardCharsets.US_ASCII);

    private MessageId() {}

    /** The field's content, unfolded, or null when the header has no such field. */
    static @Nullable String in(byte[] message, int length) {
        int line = 0;
        while (line < length && message[line] != '\r' && message[line] != '\n') {
            int end = endOfLine(message, line, length);
            if (isField(message, line, end)) {
                while (end < length && (message[end] == ' ' || message[end] == '\t')) {
                    end = endOfLine(message, end, length);
                }
                int start = line + FIELD.length;
                return new String(message, start, end - start, StandardCharsets.UTF_8)
                        .replaceAll("\r?\n[ \t]+", " ")
                        .strip();
            }
            line = end;
        }
        return null;
    }

    private static int endOfLine(byte[] message, int from, int length) {
        int at = from;
        while (at < length && message[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }

    private static boolean isField(byte[] message, int start, int end) {
        if (end - start < FIELD.length) {
            return false;
        }
        for (int i = 0; i < FIELD.length; i++) {
            int c = message[start + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != FIELD[i]) {
                return false;
            }
        }
        return true;
    }
}
