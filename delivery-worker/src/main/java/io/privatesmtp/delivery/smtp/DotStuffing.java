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
        int dots = content.length > 0 && content[0] == '.' ? 1 : 0;
        byte last = '\n';
        for (int i = 0; i < content.length; i++) {
            byte b = content[i];
            if (b == '\n' ? last != '\r' : last == '\r') {
                throw new IllegalArgumentException("content: a bare CR or LF at offset " + i);
            }
            if (b == '.' && last == '\n' && i > 0) {
                dots++;
            }
            last = b;
        }
        if (content.length < 2 || last != '\n') {
            throw new IllegalArgumentException("content: the last line must end in CRLF");
        }
        return dots;
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
