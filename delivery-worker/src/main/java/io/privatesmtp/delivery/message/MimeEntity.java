package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A MIME entity as a range of the message's bytes (RFC 2046): a leaf, a multipart with its parts, or an enclosed message.
 *
 * @param start where its header begins
 * @param end behind its content, before the line end that belongs to the next delimiter
 * @param parts those of a multipart; of message/rfc822 the one message; between and around them stand delimiters, preamble
 *     and epilogue
 * @param readable whether its header could be read; if not, it must stay as it is
 */
record MimeEntity(int start, int end, HeaderSection header, MediaType type, List<MimeEntity> parts, boolean readable) {
    private static final int MAX_DEPTH = 50;
    /** RFC 2045 section 6.1 has comments behind the mechanism. */
    private static final Pattern COMMENT = Pattern.compile("\\([^()]*\\)");

    static MimeEntity of(byte[] message, HeaderSection header) {
        return read(message, 0, message.length, header, "text/plain", 0);
    }

    /** Content-Transfer-Encoding in lower case; {@code 7bit} where the field is missing. */
    String encoding(byte[] message) {
        return header.first("Content-Transfer-Encoding")
                .map(field -> COMMENT.matcher(field.text(message))
                        .replaceAll("")
                        .strip()
                        .toLowerCase(Locale.ROOT))
                .orElse("7bit");
    }

    private static MimeEntity part(byte[] message, int start, int end, String byDefault, int depth) {
        try {
            return read(message, start, end, HeaderSection.of(message, start, end), byDefault, depth);
        } catch (ContractViolation e) {
            HeaderSection none = new HeaderSection(List.of(), start, start, false);
            return new MimeEntity(start, end, none, new MediaType("", null), List.of(), false);
        }
    }

    private static MimeEntity read(
            byte[] message, int start, int end, HeaderSection header, String byDefault, int depth) {
        MediaType type = MediaType.of(message, header, byDefault);
        MimeEntity leaf = new MimeEntity(start, end, header, type, List.of(), depth < MAX_DEPTH);
        if (depth >= MAX_DEPTH || encoded(leaf.encoding(message))) {
            return leaf;
        }
        if (type.name().equals("message/rfc822")) {
            List<MimeEntity> one = List.of(part(message, header.body(), end, "text/plain", depth + 1));
            return new MimeEntity(start, end, header, type, one, true);
        }
        return type.multipart()
                ? new MimeEntity(start, end, header, type, parts(message, header.body(), end, type, depth), true)
                : leaf;
    }

    private static List<MimeEntity> parts(byte[] message, int from, int end, MediaType type, int depth) {
        byte[] delimiter = ("--" + type.boundary()).getBytes(StandardCharsets.UTF_8);
        String byDefault = type.name().equals("multipart/digest") ? "message/rfc822" : "text/plain";
        List<MimeEntity> parts = new ArrayList<>();
        int open = -1;
        for (int line = from; line < end; line = HeaderSection.lineEnd(message, line, end)) {
            if (!startsWith(message, line, end, delimiter)) {
                continue;
            }
            int behind = line + delimiter.length;
            int lineEnd = HeaderSection.lineEnd(message, line, end);
            boolean last = startsWith(message, behind, end, new byte[] {'-', '-'});
            if (!blank(message, last ? behind + 2 : behind, lineEnd)) {
                continue;
            }
            if (open >= 0) {
                parts.add(part(message, open, Math.max(open, line - 2), byDefault, depth + 1));
            }
            if (last) {
                return parts;
            }
            open = lineEnd;
        }
        if (open >= 0) {
            parts.add(part(message, open, end, byDefault, depth + 1));
        }
        return parts;
    }

    private static boolean encoded(String encoding) {
        return encoding.equals("base64") || encoding.equals("quoted-printable");
    }

    private static boolean startsWith(byte[] message, int at, int end, byte[] prefix) {
        return at + prefix.length <= end
                && java.util.Arrays.equals(message, at, at + prefix.length, prefix, 0, prefix.length);
    }

    private static boolean blank(byte[] message, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HeaderSection.isBlank(message[i]) && message[i] != '\r' && message[i] != '\n') {
                return false;
            }
        }
        return true;
    }
}
