package io.privatesmtp.delivery.message;

import java.util.Locale;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a Content-Type field says (RFC 2045 section 5).
 *
 * @param name {@code type/subtype} in lower case; {@code text/plain} where the field is missing
 * @param boundary of a multipart
 */
record MediaType(String name, @Nullable String boundary) {
    static MediaType of(byte[] message, HeaderSection header, String byDefault) {
        return header.first("Content-Type").map(field -> parse(message, field)).orElse(new MediaType(byDefault, null));
    }

    boolean multipart() {
        return name.startsWith("multipart/") && boundary != null;
    }

    /** Whether changing a part would break what is around it (RFC 1847). */
    boolean sealed() {
        return name.equals("multipart/signed") || name.equals("multipart/encrypted");
    }

    private static MediaType parse(byte[] message, HeaderField field) {
        byte[] value = field.text(message).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var parsed = RawFieldParser.DEFAULT.parseRawBody(
                new ByteArrayBuffer(value, true), new ParserCursor(0, value.length));
        String boundary = null;
        for (NameValuePair parameter : parsed.getParams()) {
            if (parameter.getName().equalsIgnoreCase("boundary")) {
                boundary = parameter.getValue();
            }
        }
        String name = parsed.getValue() == null ? "" : parsed.getValue().strip().toLowerCase(Locale.ROOT);
        return new MediaType(name, boundary == null || boundary.isEmpty() ? null : boundary);
    }
}
