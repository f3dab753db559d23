package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headers of a submission: names in any case, those that we do not know ignored. */
final class RecordHeaders {
    private static final int MAX_VALUE = 1_000;

    private final List<Incoming.Header> headers;

    RecordHeaders(List<Incoming.Header> headers) {
        this.headers = headers;
    }

    /** RFC 2045 section 5.1: the type in any case, parameters behind a semicolon. */
    boolean raw() {
        for (Incoming.Header header : headers) {
            if (header.name().equalsIgnoreCase(Headers.CONTENT_TYPE)) {
                String type = lenient(header.value());
                int parameters = type.indexOf(';');
                String media = parameters < 0 ? type : type.substring(0, parameters);
                return media.strip().toLowerCase(Locale.ROOT).equals(Headers.RFC822);
            }
        }
        return false;
    }

    /** @throws ContractViolation when it stands twice, is too long or no UTF-8 */
    @Nullable
    String single(String name) {
        List<String> values = all(name, 1);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** @throws ContractViolation when there are more than {@code max}, or one is too long or no UTF-8 */
    List<String> all(String name, int max) {
        List<String> values = new ArrayList<>();
        for (Incoming.Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                if (values.size() == max) {
                    throw new ContractViolation(
                            max == 1 ? ErrorCode.SCHEMA : ErrorCode.TOO_LARGE,
                            "header " + name,
                            null,
                            max == 1 ? "must stand once" : "must stand " + max + " times at most");
                }
                values.add(strict(name, header.value()));
            }
        }
        return values;
    }

    /** What can be told of a refused record. */
    @Nullable
    String readable(String name) {
        List<String> values = readable(name, 1);
        return values.isEmpty() ? null : values.getFirst();
    }

    List<String> readable(String name, int max) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .limit(max)
                .map(header -> lenient(header.value()))
                .toList();
    }

    private static String strict(String name, byte @Nullable [] value) {
        if (value == null) {
            return "";
        }
        if (value.length > MAX_VALUE) {
            throw new ContractViolation(ErrorCode.SCHEMA, "header " + name, null, "must be 1,000 octets long at most");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ContractViolation(ErrorCode.SCHEMA, "header " + name, null, "must be UTF-8");
        }
    }

    private static String lenient(byte @Nullable [] value) {
        return value == null ? "" : new String(value, 0, Math.min(value.length, MAX_VALUE), StandardCharsets.UTF_8);
    }
}
