package io.privatesmtp.delivery.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A MIME entity that we compose (RFC 2046): a leaf with its encoded content, or parts between boundaries. */
sealed interface MimePart {
    /** Writes header fields, empty line and content; every line is ended. */
    void writeTo(ByteArrayOutputStream out);

    /** @param encoded 7-bit, every line ended by CRLF */
    record Leaf(List<String> header, byte[] encoded) implements MimePart {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            header.forEach(field -> line(out, field));
            line(out, "");
            out.writeBytes(encoded);
        }
    }

    /** @param boundary one that occurs in no part: an underscore behind an equals sign is in no encoding */
    record Multipart(String subtype, String boundary, List<MimePart> parts) implements MimePart {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            line(out, "Content-Type: multipart/" + subtype + ";\r\n boundary=\"" + boundary + "\"");
            line(out, "");
            for (MimePart part : parts) {
                line(out, "--" + boundary);
                part.writeTo(out);
            }
            line(out, "--" + boundary + "--");
        }
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
    }
}
