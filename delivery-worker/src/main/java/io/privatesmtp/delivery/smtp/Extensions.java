package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.message.WireTarget;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The service extensions that the server named in its reply to EHLO (RFC 5321 section 4.1.1.1), by keyword. */
record Extensions(Set<String> keywords) {
    static final Extensions NONE = new Extensions(Set.of());

    static Extensions of(Reply ehlo) {
        var keywords = new HashSet<String>();
        // The first line names the server.
        ehlo.text().lines().skip(1).forEach(line -> keywords.add(keyword(line)));
        return new Extensions(keywords);
    }

    private static String keyword(String line) {
        int space = line.indexOf(' ');
        return (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
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
