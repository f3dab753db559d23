package io.privatesmtp.delivery.smtp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes replies of the bytes of a server that may be hostile (RFC 5321 section 4.2). A line may end in a bare LF, and a
 * reply may lack its text; everything else must be as written there.
 */
final class ReplyParser {
    /** RFC 5321 section 4.5.3.1.5 says 512 octets; servers that explain themselves use more. */
    static final int MAX_LINE = 2_048;

    static final int MAX_REPLY = 16_384;
    private static final byte[] NOTHING = {};

    private final byte[] line = new byte[MAX_LINE];
    private final StringBuilder text = new StringBuilder();
    private byte[] input = NOTHING;
    private int at;
    private int length;
    private int octets;
    private int code;

    /** Adds what was received; all replies of the piece before must have been taken. */
    void add(byte[] piece) {
        input = piece;
        at = 0;
    }

    /** The next reply that is complete, or null until more is received. */
    @Nullable
    Reply next() throws MalformedReply {
        while (at < input.length) {
            byte b = input[at++];
            if (++octets > MAX_REPLY) {
                throw new MalformedReply("a reply of more than " + MAX_REPLY + " octets");
            }
            if (b == '\n') {
                Reply reply = endOfLine();
                if (reply != null) {
                    return reply;
                }
            } else if (length == MAX_LINE) {
                throw new MalformedReply("a reply line of more than " + MAX_LINE + " octets");
            } else {
                line[length++] = b;
            }
        }
        return null;
    }

    /** Whether nothing was received beyond the last reply taken. */
    boolean drained() {
        return at == input.length && octets == 0;
    }

    private @Nullable Reply endOfLine() throws MalformedReply {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        int lineCode = codeOf(end);
        if (code != 0 && lineCode != code) {
            throw new MalformedReply("a reply whose lines have different codes: " + code + " and " + lineCode);
        }
        appendText(end);
        if (end > 3 && line[3] == '-') {
            code = lineCode;
            text.append('\n');
            return null;
        }
        var reply = new Reply(lineCode, text.toString());
        text.setLength(0);
        code = 0;
        octets = 0;
        return reply;
    }

    private int codeOf(int end) throws MalformedReply {
        boolean wellFormed = end >= 3
                && line[0] >= '2'
                && line[0] <= '5'
                && isDigit(line[1])
                && isDigit(line[2])
                && (end == 3 || line[3] == ' ' || line[3] == '-');
        if (!wellFormed) {
            throw new MalformedReply("a reply line without a reply code");
        }
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Control characters become spaces, so that a reply cannot forge a line of a log. */
    private void appendText(int end) {
        if (end <= 4) {
            return;
        }
        String raw = new String(line, 4, end - 4, StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            text.append(Character.isISOControl(c) ? ' ' : c);
        }
    }
}
