package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which a reader leaves a list (RFC 2369), with one click (RFC 8058). A mailbox provider acts on them by itself, so
 * they are looked at before the message is on its way; the signature covers both where the message is signed.
 */
final class ListUnsubscribe {
    static final String FIELD = "List-Unsubscribe";
    private static final String POST = "List-Unsubscribe-Post";
    private static final String ONE_CLICK = "List-Unsubscribe=One-Click";
    private static final String PATH = "content.headers.";
    private static final Set<String> SCHEMES = Set.of("https", "http", "mailto");
    /** With brackets and comma within the 998 octets of a line, which cannot be broken inside (RFC 2369 section 2). */
    private static final int MAX_URI = 900;

    private static final Pattern LIST =
            Pattern.compile("\\s*<[^<>\\s]{1,2000}>(?:\\s*,\\s*<[^<>\\s]{1,2000}>){0,9}\\s*");
    private static final Pattern ITEM = Pattern.compile("<([^<>]*)>");

    private ListUnsubscribe() {}

    static boolean names(String field) {
        return FIELD.equalsIgnoreCase(field);
    }

    /**
     * Looks at both fields of a submission.
     *
     * @throws ContractViolation that names the field and the rule
     */
    static void check(Map<String, String> headers) {
        String unsubscribe = one(headers, FIELD);
        String post = one(headers, POST);
        List<URI> ways = unsubscribe == null ? List.of() : ways(unsubscribe);
        if (post == null) {
            return;
        }
        if (!ONE_CLICK.equals(post.strip())) {
            throw bad(POST, post, "must be " + ONE_CLICK + " (RFC 8058 section 3.1)");
        }
        if (unsubscribe == null) {
            throw bad(POST, null, "needs " + FIELD + " beside it (RFC 8058 section 3.1)");
        }
        long https = ways.stream().filter(way -> scheme(way).equals("https")).count();
        long http = ways.stream().filter(way -> scheme(way).equals("http")).count();
        if (https != 1 || http != 0) {
            throw bad(
                    FIELD,
                    unsubscribe,
                    "must have one https URI, and none of http, beside " + POST + " (RFC 8058 section 3.1)");
        }
    }

    /** The field, with each URI whole on a line: folded, never encoded. */
    static String field(String value) {
        StringBuilder field = new StringBuilder(FIELD).append(": ");
        int column = field.length();
        for (URI way : ways(value)) {
            int length = way.toString().length() + 3;
            boolean first = field.charAt(field.length() - 1) == ' ';
            if (!first) {
                field.append(',').append(column + length > 78 ? "\r\n " : " ");
                column = column + length > 78 ? 1 : column;
            }
            field.append('<').append(way).append('>');
            column += length;
        }
        return field.toString();
    }

    private static List<URI> ways(String value) {
        if (!LIST.matcher(value).matches()) {
            throw bad(
                    FIELD,
                    value,
                    "must be 1 to 10 URIs, each between < and >, with commas between them (RFC 2369 section 2)");
        }
        List<URI> ways = new ArrayList<>();
        ITEM.matcher(value).results().forEach(item -> ways.add(way(item.group(1))));
        return ways;
    }

    private static URI way(String text) {
        try {
            URI way = new URI(text);
            boolean reachable = way.isOpaque() ? scheme(way).equals("mailto") : way.getHost() != null;
            if (SCHEMES.contains(scheme(way))
                    && reachable
                    && text.length() <= MAX_URI
                    && text.chars().allMatch(c -> c < 0x80)) {
                return way;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw bad(
                FIELD,
                text,
                "must be an https, http or mailto URI in US-ASCII, " + MAX_URI + " characters long at most (RFC 3986)");
    }

    private static String scheme(URI way) {
        return way.getScheme() == null ? "" : way.getScheme().toLowerCase(Locale.ROOT);
    }

    /** RFC 2369 section 3: a field of this kind stands once. */
    private static @Nullable String one(Map<String, String> headers, String name) {
        String found = null;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase(name) && header.getValue() != null) {
                if (found != null) {
                    throw bad(name, null, "must stand once (RFC 2369 section 3)");
                }
                found = HeaderText.checked(PATH + name, header.getValue());
            }
        }
        return found;
    }

    private static ContractViolation bad(String field, @Nullable String value, String rule) {
        return new ContractViolation(ErrorCode.SCHEMA, PATH + field, value, rule);
    }
}
