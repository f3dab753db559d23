package io.privatesmtp.delivery.message;

/**
 * What one look through a message tells of its lines.
 *
 * @param crlf whether each of them, the last one too, ends in CRLF, and CR, LF and NUL stand nowhere else
 * @param dots how many of them begin with a dot; up to the first ill one where {@code crlf} is false
 * @param longest octets of the longest, its line end left out; likewise
 */
record Lines(boolean crlf, int dots, int longest) {
    static Lines of(byte[] message) {
        int dots = 0;
        int longest = 0;
        int line = 0;
        while (line < message.length) {
            int end = Octets.lineEndOrNul(message, line, message.length);
            if (end + 1 >= message.length || message[end] != '\r' || message[end + 1] != '\n') {
                return new Lines(false, dots, longest);
            }
            dots += message[line] == '.' ? 1 : 0;
            longest = Math.max(longest, end - line);
            line = end + 2;
        }
        return new Lines(true, dots, longest);
    }
}
