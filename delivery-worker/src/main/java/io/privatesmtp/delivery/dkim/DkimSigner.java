package io.privatesmtp.delivery.dkim;

import io.privatesmtp.delivery.message.Seal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the DKIM-Signature fields of one message (RFC 6376 section 3.5): relaxed/relaxed, over the whole body (no l=), with
 * the time of signing. Our own, because the libraries there are do not fit: Apache jDKIM knows no Ed25519 and reads the
 * message from a stream anew for each signature; the mail client's signer freezes its times when it is made. jDKIM and two
 * others verify it in the tests.
 */
final class DkimSigner implements Seal {
    private static final int LINE = 76;

    /** One signature to make. @param domain the tag d=, an A-label */
    record Mark(String domain, String selector, SigningKey key) {}

    private final List<Mark> marks;
    private final Instant at;
    private final @Nullable Duration lifetime;

    /**
     * @param at the time of signing, in the tag t=
     * @param lifetime after which the signature counts no more (the tag x=); null for no end
     */
    DkimSigner(List<Mark> marks, Instant at, @Nullable Duration lifetime) {
        this.marks = marks;
        this.at = at;
        this.lifetime = lifetime;
    }

    @Override
    public byte[] fields(byte[] header, byte[] message, int body) {
        MessageDigest digest = SigningKey.sha256();
        Relaxed.body(message, body, digest);
        String bodyHash = Base64.getEncoder().encodeToString(digest.digest());
        SignedFields fields = SignedFields.of(header);
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 * marks.size());
        for (Mark mark : marks) {
            out.writeBytes(field(mark, fields, bodyHash).getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private String field(Mark mark, SignedFields fields, String bodyHash) {
        String unsigned = unsigned(mark, fields.names(), bodyHash);
        byte[] own = (unsigned + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream text = new ByteArrayOutputStream(fields.canonical().length + own.length);
        text.writeBytes(fields.canonical());
        // RFC 6376 section 3.7: with an empty b=, and without the line end behind it.
        Relaxed.field(own, 0, own.length, text);
        String signature = Base64.getEncoder().encodeToString(mark.key().sign(text.toByteArray()));
        return unsigned + folded(signature, LINE - 3) + "\r\n";
    }

    private String unsigned(Mark mark, List<String> names, String bodyHash) {
        long seconds = at.getEpochSecond();
        StringBuilder field = new StringBuilder(1024)
                .append("DKIM-Signature: v=1; a=")
                .append(mark.key().algorithm().tag())
                .append("; c=relaxed/relaxed;\r\n d=")
                .append(mark.domain())
                .append(";\r\n s=")
                .append(mark.selector())
                .append("; t=")
                .append(seconds);
        if (lifetime != null) {
            field.append("; x=").append(seconds + lifetime.toSeconds());
        }
        field.append(";\r\n h=");
        int column = 3;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i) + (i + 1 < names.size() ? ":" : ";");
            if (column + name.length() > LINE) {
                field.append("\r\n  ");
                column = 2;
            }
            field.append(name);
            column += name.length();
        }
        return field.append("\r\n bh=").append(bodyHash).append(";\r\n b=").toString();
    }

    private static String folded(String base64, int first) {
        StringBuilder out = new StringBuilder(base64.length() + 32);
        int room = first;
        for (int from = 0; from < base64.length(); ) {
            int to = Math.min(base64.length(), from + room);
            out.append(from == 0 ? "" : "\r\n  ").append(base64, from, to);
            from = to;
            room = LINE - 2;
        }
        return out.toString();
    }
}
