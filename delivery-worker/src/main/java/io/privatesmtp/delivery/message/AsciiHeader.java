package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteArrayBuffer;

/**
 * A header section in US-ASCII, for a server without SMTPUTF8 (RFC 6857 is the model): free text and display names as
 * encoded words, parameters as RFC 2231 has them, domains as A-labels. Only UTF-8 before an @ cannot be said otherwise; such
 * a field stays.
 */
final class AsciiHeader {
    private static final Set<String> ADDRESSES =
            Set.of("from", "to", "cc", "reply-to", "sender", "resent-from", "resent-to", "resent-cc", "resent-sender");
    private static final Set<String> PARAMETERS = Set.of("content-type", "content-disposition");

    private AsciiHeader() {}

    static byte[] of(byte[] message, HeaderSection header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 1024);
        for (HeaderField field : header.fields()) {
            if (Reencoder.has(Reencoder.Flaw.EIGHT_BIT, message, field.start(), field.end())) {
                out.writeBytes(encoded(message, field));
            } else {
                out.write(message, field.start(), field.end() - field.start());
            }
        }
        out.write(message, header.end(), message.length - header.end());
        return out.toByteArray();
    }

    private static byte[] encoded(byte[] message, HeaderField field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        String text = field.text(message);
        try {
            String encoded = ADDRESSES.contains(name)
                    ? StructuredHeader.addresses(field.name(), field.name(), java.util.List.of(text))
                    : PARAMETERS.contains(name)
                            ? parameters(field.name(), text)
                            : HeaderText.unstructured(field.name(), field.name(), text);
            return (encoded + "\r\n").getBytes(StandardCharsets.UTF_8);
        } catch (ContractViolation e) {
            // Not readable as what its name says: whatever it is, it is text.
            String encoded = HeaderText.encodedWords(field.name(), text);
            return (encoded + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static String parameters(String name, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        var parsed = RawFieldParser.DEFAULT.parseRawBody(
                new ByteArrayBuffer(value, true), new ParserCursor(0, value.length));
        StringBuilder field = new StringBuilder(name).append(": ").append(ascii(parsed.getValue()));
        for (NameValuePair parameter : parsed.getParams()) {
            field.append(Rfc2231.parameter(ascii(parameter.getName()), parameter.getValue()));
        }
        return field.toString();
    }

    private static String ascii(String token) {
        return token.replaceAll("[^!-~]", "?");
    }
}
