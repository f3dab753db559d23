package io.privatesmtp.delivery.message;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/** Content-Transfer-Encoding (RFC 2045 section 6): 7-bit lines of at most 76 octets, the last one ended too. */
final class TransferEncoding {
    private static final int MAX_LINE = 76;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private TransferEncoding() {}

    static byte[] base64(byte[] bytes) {
        byte[] encoded = Base64.getMimeEncoder(MAX_LINE, CRLF).encode(bytes);
        if (encoded.length == 0) {
            return encoded;
        }
        byte[] ended = new byte[encoded.length + 2];
        System.arraycopy(encoded, 0, ended, 0, encoded.length);
        System.arraycopy(CRLF, 0, ended, encoded.length, 2);
        return ended;
    }

    /** Of text with CRLF line ends; a CR or LF that stands alone is escaped, and so is white space at the end of a line. */
    static byte[] quotedPrintable(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length * 5 / 4 + 16);
        int column = 0;
        for (int i = 0; i < text.length; i++) {
            byte b = text[i];
            if (lineEndsAt(text, i)) {
                out.writeBytes(CRLF);
                column = 0;
                i++;
                continue;
            }
            boolean literal = literal(text, i);
            int width = literal ? 1 : 3;
            if (column + width > MAX_LINE - 1) {
                out.write('=');
                out.writeBytes(CRLF);
                column = 0;
            }
            if (literal) {
                out.write(b);
            } else {
                out.write('=');
                out.write(HEX[b >> 4 & 0xf]);
                out.write(HEX[b & 0xf]);
            }
            column += width;
        }
        if (column > 0) {
            // Decodes to no line end: a soft one.
            out.write('=');
            out.writeBytes(CRLF);
        }
        return out.toByteArray();
    }

    private static boolean literal(byte[] text, int i) {
        byte b = text[i];
        if (b == ' ' || b == '\t') {
            return i + 1 < text.length && !lineEndsAt(text, i + 1);
        }
        return b > ' ' && b < 127 && b != '=';
    }

    private static boolean lineEndsAt(byte[] text, int i) {
        return text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n';
    }
}
