package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.io.ByteArrayOutputStream;

/**
 * Line ends as SMTP wants them: CRLF, and CR and LF nowhere else (RFC 5321 section 2.3.8). What two servers would read as
 * two different messages never gets past here.
 */
final class LineEnds {
    private LineEnds() {}

    /**
     * The message with every line ended by CRLF; the same array where that is so already. A bare LF becomes CRLF. A bare CR
     * becomes CRLF in the body; in the header it is refused, and NUL anywhere.
     */
    static byte[] toCrlf(byte[] message) {
        return Lines.of(message).crlf() ? message : rewritten(message);
    }

    /** The same for a message of which it is known that some line ends otherwise. */
    static byte[] rewritten(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + message.length / 32 + 2);
        boolean header = true;
        int line = 0;
        for (int i = 0; i < message.length; i++) {
            byte b = message[i];
            if (b == 0) {
                throw nul(i, header);
            }
            boolean pair = b == '\r' && i + 1 < message.length && message[i + 1] == '\n';
            if (b == '\r' && !pair && header) {
                throw new ContractViolation(
                        ErrorCode.HEADER_INJECTION,
                        "the header section",
                        null,
                        "must not hold a CR without LF (octet " + i + ")");
            }
            if (b != '\r' && b != '\n') {
                out.write(b);
                line++;
                continue;
            }
            header &= line > 0;
            line = 0;
            i += pair ? 1 : 0;
            out.write('\r');
            out.write('\n');
        }
        if (line > 0) {
            out.write('\r');
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static ContractViolation nul(int at, boolean header) {
        return header
                ? new ContractViolation(
                        ErrorCode.HEADER_INJECTION, "the header section", null, "must not hold NUL (octet " + at + ")")
                : HeaderSection.bad("the body", "must not hold NUL (octet " + at + "); encode binary parts as base64");
    }
}
