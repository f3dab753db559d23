package io.privatesmtp.delivery.message;

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
        return dots == 0 ? content : stuffed(content, dots);
    }

    private static byte[] stuffed(byte[] content, int dots) {
        byte[] stuffed = new byte[content.length + dots];
        int to = 0;
        int copied = 0;
        for (int line = 0; line < content.length; line = Octets.lineEnd(content, line, content.length) + 2) {
            if (content[line] == '.') {
                System.arraycopy(content, copied, stuffed, to, line - copied);
                to += line - copied;
                stuffed[to++] = '.';
                copied = line;
            }
        }
        System.arraycopy(content, copied, stuffed, to, content.length - copied);
        return stuffed;
    }

    private static int countLeadingDots(byte[] content) {
        int last = content.length - 1;
        if (last < 1 || content[last] != '\n') {
            throw new IllegalArgumentException("content: the last line must end in CRLF");
        }
        int dots = 0;
        for (int line = 0; line <= last; ) {
            dots += content[line] == '.' ? 1 : 0;
            int end = Octets.lineEnd(content, line, last);
            if (content[end] != '\r' || content[end + 1] != '\n') {
                throw bareLineEnd(end);
            }
            line = end + 2;
        }
        return dots;
    }

    private static IllegalArgumentException bareLineEnd(int offset) {
        return new IllegalArgumentException("content: a bare CR or LF at offset " + offset);
    }
}
