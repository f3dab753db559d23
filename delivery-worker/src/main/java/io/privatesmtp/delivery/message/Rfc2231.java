package io.privatesmtp.delivery.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parameters of header fields whose values are not plain ASCII, or long (RFC 2231). */
final class Rfc2231 {
    private static final int MAX_SEGMENT = 60;

    private Rfc2231() {}

    /** The parameter with the semicolon before it, on lines of its own. */
    static String parameter(String name, String value) {
        if (value.length() <= MAX_SEGMENT && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f) && !ambiguous(value)) {
            return ";\r\n " + name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
        List<String> segments = segments("utf-8''", value);
        if (segments.size() == 1) {
            return ";\r\n " + name + "*=" + segments.getFirst();
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < segments.size(); i++) {
            out.append(";\r\n ").append(name).append('*').append(i).append("*=").append(segments.get(i));
        }
        return out.toString();
    }

    /** Two apostrophes: some readers take what stands before them for a charset and a language. */
    private static boolean ambiguous(String value) {
        return value.indexOf('\'') != value.lastIndexOf('\'');
    }

    private static List<String> segments(String prefix, String value) {
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder(prefix);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            String octet = plain(b) ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff);
            if (segment.length() + octet.length() > MAX_SEGMENT) {
                segments.add(segment.toString());
                segment.setLength(0);
            }
            segment.append(octet);
        }
        segments.add(segment.toString());
        return segments;
    }

    private static boolean plain(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '.' || b == '-' || b == '_';
    }
}
