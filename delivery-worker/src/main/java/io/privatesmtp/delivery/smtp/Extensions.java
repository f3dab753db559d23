package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.message.WireTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The service extensions that the server named in its reply to EHLO (RFC 5321 section 4.1.1.1).
 *
 * @param keywords of the extensions
 * @param mechanisms of AUTH (RFC 4954 section 3)
 */
record Extensions(Set<String> keywords, Set<String> mechanisms) {
    /** Old servers write an equals sign. */
    private static final Pattern AUTH = Pattern.compile("AUTH[ =]");

    private static final int AUTH_LENGTH = 5;

    static final Extensions NONE = new Extensions(Set.of(), Set.of());

    static Extensions of(Reply ehlo) {
        var keywords = new HashSet<String>();
        var mechanisms = new HashSet<String>();
        // The first line names the server.
        ehlo.text().lines().skip(1).map(line -> line.toUpperCase(Locale.ROOT)).forEach(line -> {
            keywords.add(keyword(line));
            if (AUTH.matcher(line).lookingAt()) {
                mechanisms.addAll(List.of(line.substring(AUTH_LENGTH).split(" ")));
            }
        });
        return new Extensions(keywords, mechanisms);
    }

    private static String keyword(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    boolean startTls() {
        return keywords.contains("STARTTLS");
    }

    boolean pipelining() {
        return keywords.contains("PIPELINING");
    }

    boolean size() {
        return keywords.contains("SIZE");
    }

    boolean eightBitMime() {
        return keywords.contains("8BITMIME");
    }

    boolean smtpUtf8() {
        return keywords.contains("SMTPUTF8");
    }

    WireTarget target() {
        return new WireTarget(eightBitMime(), smtpUtf8());
    }
}
