package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.submission.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The leaves of a composed message: texts and attachments, each 7-bit. */
final class Parts {
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,100}";
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            TOKEN + "/" + TOKEN + "([ \\t]*;[ \\t]*" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]{0,200}\"))*");
    private static final Pattern CONTENT_ID = Pattern.compile("[!-;=?-~]{1,200}");

    private Parts() {}

    /**
     * @param path what the text is called in the submission
     * @param subtype {@code plain} or {@code html}
     */
    static MimePart.Leaf text(String path, String subtype, String text) {
        String lines = Require.characters(path, text)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\n", "\r\n");
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        String charset = bytes.length == lines.length() ? "us-ascii" : "utf-8";
        List<String> header = List.of("Content-Type: text/" + subtype + "; charset=" + charset);
        return TransferEncoding.suitsBase64(bytes)
                ? new MimePart.Leaf(header, "base64", TransferEncoding.base64(bytes))
                : new MimePart.Leaf(header, "quoted-printable", TransferEncoding.quotedPrintable(bytes));
    }

    static MimePart.Leaf attachment(String path, Attachment attachment) {
        String filename = filename(path + ".filename", attachment.filename());
        String contentId = contentId(path + ".contentId", attachment.contentId());
        List<String> header = new ArrayList<>();
        header.add("Content-Type: " + mediaType(path + ".contentType", attachment.contentType()));
        header.add("Content-Disposition: " + (contentId == null ? "attachment" : "inline")
                + (filename == null ? "" : Rfc2231.parameter("filename", filename)));
        if (contentId != null) {
            header.add("Content-ID: <" + contentId + ">");
        }
        return new MimePart.Leaf(List.copyOf(header), "base64", TransferEncoding.base64(attachment.data()));
    }

    /** A message or multipart may not stand in base64 (RFC 2045 section 6.4), so it travels as a plain file. */
    private static String mediaType(String path, @Nullable String type) {
        if (type == null) {
            return "application/octet-stream";
        }
        HeaderText.checked(path, type);
        if (type.length() > 500 || !MEDIA_TYPE.matcher(type).matches()) {
            throw new ContractViolation(ErrorCode.SCHEMA, path, type, "must be a media type like application/pdf");
        }
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("message/") || lower.startsWith("multipart/") ? "application/octet-stream" : type;
    }

    private static @Nullable String filename(String path, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        HeaderText.checked(path, name);
        if (name.length() > 255) {
            throw new ContractViolation(ErrorCode.SCHEMA, path, null, "must be 255 characters long at most");
        }
        return name;
    }

    private static @Nullable String contentId(String path, @Nullable String id) {
        if (id == null) {
            return null;
        }
        HeaderText.checked(path, id);
        String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
        if (!CONTENT_ID.matcher(bare).matches()) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, path, id, "must be 1 to 200 printable US-ASCII without space and angle brackets");
        }
        return bare;
    }
}
