package io.privatesmtp.delivery.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A MIME entity that we compose (RFC 2046): a leaf with its encoded content, or parts between boundaries. */
sealed interface MimePart {
    /** Writes header fields, empty line and content. */
    void writeTo(ByteArrayOutputStream out);

    /**
     * @param encoding base64 or quoted-printable
     * @param encoded lines ended by CRLF, perhaps but the last
     */
    record Leaf(List<String> header, String encoding, byte[] encoded) implements MimePart {
        @Override
        public void writeTo(ByteArrayOutputStream out) {
            header.forEach(field -> line(out, field));
            line(out, "Content-Transfer-Encoding: " + encoding);
            line(out, "");
            out.writeBytes(encoded);
        }

        /** As the whole content of a message: the last line ended, in a way that adds nothing to what is decoded. */
        void writeEndedTo(ByteArrayOutputStream out) {
            writeTo(out);
            if (encoded.length > 0 && encoded[encoded.length - 1] != '\n') {
                line(out, encoding.equals("base64") ? "" : "=");
            }
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
                // This line end belongs to the delimiter (RFC 2046 section 5.1.1).
                line(out, "");
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
