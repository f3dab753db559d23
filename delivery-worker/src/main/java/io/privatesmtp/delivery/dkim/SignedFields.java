package io.privatesmtp.delivery.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which header fields a signature covers, and their canonical form. Every occurrence of a field is covered, and once more
 * than there are (RFC 6376 section 8.15): so another Subject or Content-Type cannot be put beside the signed one. Left
 * out is what servers on the way write or change: trace fields, Return-Path, results of their own checks.
 *
 * @param names the tag h=
 * @param canonical what is signed of them, each with its line end
 */
record SignedFields(List<String> names, byte[] canonical) {
    /** Covered even where they are missing, because adding one changes what a reader sees. */
    private static final List<String> ALWAYS = List.of(
            "From",
            "Reply-To",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");
    /** Covered where they stand. RFC 8058 section 4 asks it for List-Unsubscribe, RFC 9477 section 3.1 for CFBL. */
    private static final List<String> WHERE_PRESENT = List.of(
            "Sender",
            "In-Reply-To",
            "References",
            "Content-ID",
            "Content-Description",
            "Content-Disposition",
            "Content-Language",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Id",
            "List-Help",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive",
            "Feedback-ID",
            "CFBL-Address",
            "CFBL-Feedback-ID",
            "Auto-Submitted",
            "Disposition-Notification-To",
            "Autocrypt");

    private record Range(int start, int end) {}

    /** @param header well-formed fields, each ended by CRLF */
    static SignedFields of(byte[] header) {
        Map<String, List<Range>> fields = ranges(header);
        List<String> names = new ArrayList<>();
        ByteArrayOutputStream canonical = new ByteArrayOutputStream(header.length);
        for (String name : ALWAYS) {
            cover(name, fields.getOrDefault(key(name), List.of()), header, names, canonical);
        }
        for (String name : WHERE_PRESENT) {
            List<Range> present = fields.get(key(name));
            if (present != null) {
                cover(name, present, header, names, canonical);
            }
        }
        return new SignedFields(List.copyOf(names), canonical.toByteArray());
    }

    /** From the last to the first (RFC 6376 section 5.4.2), and once more for the one that is not there. */
    private static void cover(
            String name, List<Range> fields, byte[] header, List<String> names, ByteArrayOutputStream canonical) {
        for (Range field : fields.reversed()) {
            names.add(name);
            Relaxed.field(header, field.start, field.end, canonical);
            canonical.write('\r');
            canonical.write('\n');
        }
        names.add(name);
    }

    private static Map<String, List<Range>> ranges(byte[] header) {
        Map<String, List<Range>> fields = new HashMap<>();
        int start = 0;
        while (start < header.length) {
            int end = lineEnd(header, start);
            while (end < header.length && Relaxed.isBlank(header[end])) {
                end = lineEnd(header, end);
            }
            fields.computeIfAbsent(name(header, start), name -> new ArrayList<>())
                    .add(new Range(start, end));
            start = end;
        }
        return fields;
    }

    private static int lineEnd(byte[] header, int start) {
        int at = start;
        while (at < header.length && header[at] != '\n') {
            at++;
        }
        return Math.min(header.length, at + 1);
    }

    private static String name(byte[] header, int start) {
        int end = start;
        while (header[end] != ':') {
            end++;
        }
        return key(new String(header, start, end - start, StandardCharsets.US_ASCII));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
