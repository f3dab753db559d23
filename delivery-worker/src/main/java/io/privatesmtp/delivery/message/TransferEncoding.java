package io.privatesmtp.delivery.message;

import java.io.ByteArrayOutputStream;
import java.util.Base64;

/**
 * Content-Transfer-Encoding (RFC 2045 section 6): 7-bit lines of at most 76 octets. The last line is left without line end
 * where the content has none there.
 */
final class TransferEncoding {
    private static final int MAX_LINE = 76;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private TransferEncoding() {}

    static byte[] base64(byte[] bytes) {
        return Base64.getMimeEncoder(MAX_LINE, CRLF).encode(bytes);
    }

    /** Base64 in lines of the proper length; what is not of its alphabet, and so ignored by readers, goes. */
    static byte[] rewrapped(byte[] base64) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(base64.length + base64.length / 36 + 2);
        int column = 0;
        for (byte b : base64) {
            if (!(b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '+'
                    || b == '/'
                    || b == '=')) {
                continue;
            }
            if (column == MAX_LINE) {
                out.writeBytes(CRLF);
                column = 0;
            }
            out.write(b);
            column++;
        }
        if (base64.length > 1 && base64[base64.length - 1] == '\n' && column > 0) {
            out.writeBytes(CRLF);
        }
        return out.toByteArray();
    }

    /** Whether base64 is shorter than, or about as long as, quoted-printable. */
    static boolean suitsBase64(byte[] content) {
        int escaped = 0;
        for (byte b : content) {
            escaped += b < 0 || b < ' ' && b != '\r' && b != '\n' && b != '\t' ? 1 : 0;
        }
        return escaped > content.length / 5;
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
