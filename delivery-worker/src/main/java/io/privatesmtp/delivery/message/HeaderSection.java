package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The header section of a message whose line ends are CRLF (RFC 5322 section 2.2).
 *
 * @param end behind the last field: where the empty line begins, or the message ends
 * @param body behind the empty line
 * @param repairable whether a line is longer than 998 octets, or of an obsolete form that some readers take for the end of
 *     the header (section 4.2)
 */
record HeaderSection(List<HeaderField> fields, int end, int body, boolean repairable) {
    static final int MAX_LINE = 998;
    private static final int MAX_OCTETS = 1024 * 1024;
    private static final int MAX_FIELDS = 5_000;
    private static final int MAX_NAME = 200;

    /** @throws ContractViolation when the message does not begin with fields, or one of them is malformed */
    static HeaderSection of(byte[] message) {
        HeaderSection header = of(message, 0, message.length);
        if (header.fields().isEmpty()) {
            throw bad("the message", "must begin with a header section (RFC 5322 section 2.1)");
        }
        return header;
    }

    /** Of a part, which may have none. */
    static HeaderSection of(byte[] message, int first, int limit) {
        List<HeaderField> fields = new ArrayList<>();
        boolean repairable = false;
        int start = first;
        while (start < limit && message[start] != '\r') {
            int colon = colon(message, start, limit, fields.size());
            int nameEnd = nameEnd(message, start, colon);
            repairable |= nameEnd < colon;
            int end = lineEnd(message, start, limit);
            repairable |= end - 2 - start > MAX_LINE;
            while (end < limit && isBlank(message[end])) {
                int next = lineEnd(message, end, limit);
                repairable |= next - 2 - end > MAX_LINE || blank(message, end, next);
                end = next;
            }
            String name = new String(message, start, nameEnd - start, StandardCharsets.US_ASCII);
            fields.add(checked(message, new HeaderField(name, start, colon + 1, end)));
            if (fields.size() > MAX_FIELDS || end - first > MAX_OCTETS) {
                throw bad("the header section", "must not have more than 5,000 fields or 1 MiB");
            }
            start = end;
        }
        int body = Math.min(limit, start + 2);
        return new HeaderSection(List.copyOf(fields), start, body, repairable);
    }

    List<HeaderField> named(String name) {
        return fields.stream().filter(field -> field.named(name)).toList();
    }

    Optional<HeaderField> first(String name) {
        return fields.stream().filter(field -> field.named(name)).findFirst();
    }

    private static int colon(byte[] message, int start, int limit, int number) {
        int at = start;
        while (at < limit && message[at] != ':' && message[at] != '\r') {
            at++;
        }
        if (at == limit || message[at] != ':') {
            throw bad(
                    "line " + ContractViolation.shown(line(message, start)) + " after " + number + " header fields",
                    "must be a field \"Name: value\", or an empty line before the body (RFC 5322 section 2.2)");
        }
        return at;
    }

    /** Printable US-ASCII without colon; white space before the colon is obsolete syntax (section 4.5). */
    private static int nameEnd(byte[] message, int start, int colon) {
        int end = colon;
        while (end > start && isBlank(message[end - 1])) {
            end--;
        }
        boolean valid = end > start && end - start <= MAX_NAME;
        for (int i = start; valid && i < end; i++) {
            valid = message[i] > 32 && message[i] < 127;
        }
        if (!valid) {
            throw bad(
                    "the field name in " + ContractViolation.shown(line(message, start)),
                    "must be 1 to 200 printable US-ASCII without spaces before a colon (RFC 5322 section 2.2)");
        }
        return end;
    }

    private static HeaderField checked(byte[] message, HeaderField field) {
        for (int i = field.value(); i < field.end(); i++) {
            if (message[i] < 0) {
                return utf8(message, field);
            }
        }
        return field;
    }

    private static HeaderField utf8(byte[] message, HeaderField field) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message, field.value(), field.end() - field.value()));
            return field;
        } catch (CharacterCodingException e) {
            throw bad(
                    "field " + field.name(),
                    "must be UTF-8 (RFC 6532) where it is not US-ASCII; encode other charsets as RFC 2047 says");
        }
    }

    private static boolean blank(byte[] message, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isBlank(message[i]) && message[i] != '\r' && message[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Behind the CRLF of the line that begins at {@code start}. */
    static int lineEnd(byte[] message, int start, int limit) {
        int at = start;
        while (at < limit && message[at] != '\n') {
            at++;
        }
        return Math.min(limit, at + 1);
    }

    private static String line(byte[] message, int start) {
        int length = Math.min(200, lineEnd(message, start, message.length) - start);
        return new String(message, start, length, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    static ContractViolation bad(String field, String rule) {
        return new ContractViolation(ErrorCode.BAD_MESSAGE, field, null, rule);
    }
}
