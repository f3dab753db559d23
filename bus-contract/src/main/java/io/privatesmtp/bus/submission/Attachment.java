package io.privatesmtp.bus.submission;

import io.privatesmtp.bus.Require;
import org.jspecify.annotations.Nullable;

/**
 * A file that goes with a structured message.
 *
 * @param filename shown to the reader; encoded as RFC 2231 where needed
 * @param contentType a media type, {@code application/octet-stream} by default
 * @param data the bytes (base64 in JSON)
 * @param contentId with it the part is inline, for {@code cid:} references of the HTML
 */
public record Attachment(
        @Nullable String filename,
        @Nullable String contentType,
        byte[] data,
        @Nullable String contentId) {
    public Attachment(
            @Nullable String filename,
            @Nullable String contentType,
            byte @Nullable [] data,
            @Nullable String contentId) {
        this.filename = filename;
        this.contentType = contentType;
        this.data = Require.present("content.attachments.data", data);
        this.contentId = contentId;
    }
}
