package io.privatesmtp.delivery.message;

import java.io.ByteArrayOutputStream;

/**
 * Brings a header section into a form that every server reads alike: no white space before a colon, no continuation line
 * of white space alone (RFC 5322 section 4.2), no line over 998 octets (section 2.1.1). Unfolded values stay what they were.
 */
final class HeaderRepair {
    private static final byte[] CRLF = {'\r', '\n'};

    private HeaderRepair() {}

    static byte[] repaired(byte[] message, HeaderSection header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 1024);
        for (HeaderField field : header.fields()) {
            int line = field.start();
            while (line < field.end()) {
                int end = HeaderSection.lineEnd(message, line, field.end());
                if (line == field.start()) {
                    out.write(message, line, field.name().length());
                    write(message, field.value() - 1, end - 2, field.name().length(), field, out);
                } else if (!blank(message, line, end - 2)) {
                    write(message, line, end - 2, 0, field, out);
                }
                line = end;
            }
        }
        out.write(message, header.end(), message.length - header.end());
        return out.toByteArray();
    }

    /** One line, folded before the last white space that fits as often as it takes. */
    private static void write(
            byte[] message, int start, int end, int used, HeaderField field, ByteArrayOutputStream out) {
        int from = start;
        int room = HeaderSection.MAX_LINE - used;
        while (end - from > room) {
            int fold = from + room;
            while (fold > from && !foldable(message, from, fold, end)) {
                fold--;
            }
            if (fold == from) {
                throw HeaderSection.bad(
                        "field " + field.name(),
                        "must have a space at least every 998 octets, where it can be folded (RFC 5322 section 2.1.1)");
            }
            out.write(message, from, fold - from);
            out.writeBytes(CRLF);
            from = fold;
            room = HeaderSection.MAX_LINE;
        }
        out.write(message, from, end - from);
        out.writeBytes(CRLF);
    }

    /** Neither line may be of white space alone. */
    private static boolean foldable(byte[] message, int from, int at, int end) {
        return HeaderSection.isBlank(message[at]) && !blank(message, from, at) && !blank(message, at, end);
    }

    private static boolean blank(byte[] message, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!HeaderSection.isBlank(message[i])) {
                return false;
            }
        }
        return true;
    }
}
