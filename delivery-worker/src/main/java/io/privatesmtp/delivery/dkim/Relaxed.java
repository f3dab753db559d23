package io.privatesmtp.delivery.dkim;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/**
 * The "relaxed" canonical forms (RFC 6376 sections 3.4.2 and 3.4.4): what they leave out, a server on the way may change
 * without breaking a signature. Line ends are CRLF, always; that was seen to before.
 */
final class Relaxed {
    private static final byte[] CRLF = {'\r', '\n'};

    private Relaxed() {}

    /** Adds a body to a digest, without a copy of it: white space at line ends and empty lines at the end are left out. */
    static void body(byte[] message, int start, MessageDigest digest) {
        int end = message.length;
        while (end > start && isSpace(message[end - 1])) {
            end--;
        }
        if (end == start) {
            return;
        }
        int from = start;
        int at = start;
        while (at < end) {
            byte b = message[at];
            // One space between words is canonical, and the most frequent case by far.
            if (b != ' ' && b != '\t' || b == ' ' && !isSpace(message[at + 1])) {
                at++;
                continue;
            }
            digest.update(message, from, at - from);
            at = behindBlanks(message, at, end);
            if (message[at] != '\r') {
                digest.update((byte) ' ');
            }
            from = at;
        }
        digest.update(message, from, end - from);
        digest.update(CRLF);
    }

    /**
     * Writes a field without the line end behind it.
     *
     * @param start where its name begins
     * @param end behind its last line end
     */
    static void field(byte[] header, int start, int end, ByteArrayOutputStream out) {
        int at = start;
        while (header[at] != ':') {
            if (!isBlank(header[at])) {
                out.write(header[at] >= 'A' && header[at] <= 'Z' ? header[at] + 32 : header[at]);
            }
            at++;
        }
        out.write(':');
        at++;
        boolean begun = false;
        boolean space = false;
        for (; at < end; at++) {
            byte b = header[at];
            if (isSpace(b)) {
                space = true;
                continue;
            }
            if (begun && space) {
                out.write(' ');
            }
            out.write(b);
            begun = true;
            space = false;
        }
    }

    private static int behindBlanks(byte[] message, int start, int end) {
        int at = start;
        while (at < end && isBlank(message[at])) {
            at++;
        }
        return at;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }
}
