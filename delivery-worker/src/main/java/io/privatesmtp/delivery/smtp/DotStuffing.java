package io.privatesmtp.delivery.smtp;

import java.util.Arrays;

/** Transparency (RFC 5321 section 4.5.2): a line that begins with a dot gets another. */
final class DotStuffing {
    private DotStuffing() {}

    /**
     * The content as it goes out: the same array where no line begins with a dot.
     *
     * @throws IllegalArgumentException if a line ends otherwise than in CRLF: what follows could pass for a command at a
     *     server that reads line ends differently
     */
    static byte[] apply(byte[] content) {
        int dots = countLeadingDots(content);
        if (dots == 0) {
            return content;
        }
        byte[] stuffed = new byte[content.length + dots];
        int to = 0;
        for (int from = 0; from < content.length; from++) {
            if (content[from] == '.' && (from == 0 || content[from - 1] == '\n')) {
                stuffed[to++] = '.';
            }
            stuffed[to++] = content[from];
        }
        return stuffed;
    }

    private static int countLeadingDots(byte[] content) {
        int last = content.length - 1;
        if (last < 1 || content[last] != '\n') {
            throw new IllegalArgumentException("content: the last line must end in CRLF");
        }
        int dots = content[0] == '.' ? 1 : 0;
        for (int i = 0; i <= last; i++) {
            byte b = content[i];
            if (b == '\r') {
                if (content[i + 1] != '\n') {
                    throw bareLineEnd(i);
                }
                i++;
                if (i < last && content[i + 1] == '.') {
                    dots++;
                }
            } else if (b == '\n') {
                throw bareLineEnd(i);
            }
        }
        return dots;
    }

    private static IllegalArgumentException bareLineEnd(int offset) {
        return new IllegalArgumentException("content: a bare CR or LF at offset " + offset);
    }

    /** The last piece from an offset on, with the final dot. */
    static byte[] withFinalDot(byte[] stuffed, int offset) {
        int length = stuffed.length - offset;
        byte[] last = Arrays.copyOfRange(stuffed, offset, stuffed.length + 3);
        last[length] = '.';
        last[length + 1] = '\r';
        last[length + 2] = '\n';
        return last;
    }
}
