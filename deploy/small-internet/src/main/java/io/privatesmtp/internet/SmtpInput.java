package io.privatesmtp.internet;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a client sends: command lines, and content up to the line with the dot. */
final class SmtpInput {
    /** The longest command line taken; RFC 5321 section 4.5.3.1.4 asks for 512, extensions for more. */
    static final int MAX_LINE = 4096;

    private static final int BUFFER = 32 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    SmtpInput(InputStream in) {
        this.in = in;
    }

    /** Whether the client has already sent more (RFC 2920): replies may wait and go out together. */
    boolean hasMore() {
        return position < limit;
    }

    /** A command without its line end. */
    String line() throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        while (true) {
            byte b = next();
            if (b == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.UTF_8);
            }
            if (length == MAX_LINE) {
                throw new IOException("a command line of more than " + MAX_LINE + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = b;
        }
    }

    /**
     * Reads content up to CRLF.CRLF and takes the stuffed dots out (RFC 5321 section 4.5.2). Only CRLF ends a line, so
     * a bare line feed before a dot does not end the content.
     *
     * @param max what is beyond it is read and counted, not kept
     */
    Content content(int sizeHint, int max) throws IOException {
        Content content = new Content(Math.min(Math.max(sizeHint, 1024), max), max);
        boolean lineStart = true;
        while (true) {
            if (lineStart && peek() == '.') {
                position++;
                byte first = next();
                if (first == '\r' && peek() == '\n') {
                    position++;
                    return content;
                }
                // The dot was stuffed: what follows it is the line, and may be a line end already.
                content.append(first);
                lineStart = false;
            }
            lineStart = copyLine(content);
        }
    }

    /** Copies up to and with the next line feed of the buffer; says whether a CRLF has just been copied. */
    private boolean copyLine(Content content) throws IOException {
        peek();
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        boolean complete = end < limit;
        int until = complete ? end + 1 : end;
        content.append(buffer, position, until - position);
        position = until;
        return complete && content.endsWithCrlf();
    }

    private byte next() throws IOException {
        byte b = peek();
        position++;
        return b;
    }

    private byte peek() throws IOException {
        if (position == limit) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new EOFException();
            }
            position = 0;
            limit = count;
        }
        return buffer[position];
    }

    /** Bytes that grow up to a bound. */
    static final class Content {
        private final int max;
        private byte[] bytes;
        private int kept;
        private long total;
        private int lastTwo;

        private Content(int initial, int max) {
            this.max = max;
            this.bytes = new byte[initial];
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return kept;
        }

        boolean tooLarge() {
            return total > max;
        }

        private boolean endsWithCrlf() {
            return lastTwo == ('\r' << 8 | '\n');
        }

        private void append(byte b) {
            append(new byte[] {b}, 0, 1);
        }

        private void append(byte[] from, int offset, int count) {
            for (int i = Math.max(0, count - 2); i < count; i++) {
                lastTwo = (lastTwo << 8 | from[offset + i] & 0xff) & 0xffff;
            }
            total += count;
            int fits = Math.min(count, max - kept);
            if (kept + fits > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(max, Math.max((long) bytes.length * 2, kept + fits)));
            }
            System.arraycopy(from, offset, bytes, kept, fits);
            kept += fits;
        }
    }
}
