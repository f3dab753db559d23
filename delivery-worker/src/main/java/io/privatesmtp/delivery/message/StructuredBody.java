package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.submission.Attachment;
import io.privatesmtp.bus.submission.Content;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that we compose from its parts: text and HTML as alternatives, the HTML with its inline files, the rest
 * attached. 7-bit throughout, so that it is the same bytes for every server; only an address with UTF-8 before its @ needs
 * SMTPUTF8.
 */
public final class StructuredBody implements MailBody {
    private final byte[] message;
    /** Behind the last field, and behind the empty line. */
    private final int headerEnd;

    private final int bodyStart;
    private final @Nullable String fromDomain;
    private final boolean smtpUtf8;

    private StructuredBody(byte[] message, @Nullable String fromDomain, boolean smtpUtf8) {
        HeaderSection header = HeaderSection.of(message);
        this.message = message;
        this.headerEnd = header.end();
        this.bodyStart = header.body();
        this.fromDomain = fromDomain;
        this.smtpUtf8 = smtpUtf8;
    }

    /**
     * Composes it, once.
     *
     * @param queuedAt becomes the Date
     * @param seed names the message for good; Message-ID and boundaries are made of it
     * @param senderDomain of the envelope, for the Message-ID where From names none
     * @throws ContractViolation with field, value and rule
     */
    public static StructuredBody of(Content content, Instant queuedAt, String seed, @Nullable String senderDomain) {
        Defaults defaults = new Defaults(queuedAt, seed);
        String from = HeaderText.checked("content.from", String.valueOf(content.from()));
        String fromDomain = FromDomain.of(from, "content.from", ErrorCode.BAD_ADDRESS);
        List<String> fields =
                StructuredHeader.fields(content, defaults, fromDomain == null ? senderDomain : fromDomain);
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        String header = String.join("\r\n", fields) + "\r\n";
        out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        switch (root(content, "=_" + defaults.token("boundary"))) {
            case MimePart.Leaf leaf -> leaf.writeEndedTo(out);
            case MimePart.Multipart multipart -> multipart.writeTo(out);
        }
        boolean smtpUtf8 = header.chars().anyMatch(c -> c > 0x7f);
        return new StructuredBody(out.toByteArray(), fromDomain, smtpUtf8);
    }

    /** Of the header From (A-label), null where it has an address literal. */
    public @Nullable String fromDomain() {
        return fromDomain;
    }

    @Override
    public long size() {
        return message.length;
    }

    @Override
    public WireMessage render(WireTarget target, String received, Seal seal) {
        byte[] signatures = seal.fields(Arrays.copyOf(message, headerEnd), message, bodyStart);
        byte[] trace = (received + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = ByteBuffer.allocate(signatures.length + trace.length + message.length)
                .put(signatures)
                .put(trace)
                .put(message)
                .array();
        return WireMessage.of(bytes, smtpUtf8, smtpUtf8);
    }

    @Override
    public byte[] header() {
        return Arrays.copyOf(message, HeaderSection.of(message).end());
    }

    private static MimePart root(Content content, String boundary) {
        List<MimePart> inline = new ArrayList<>();
        List<MimePart> attached = new ArrayList<>();
        for (int i = 0; i < content.attachments().size(); i++) {
            Attachment attachment = content.attachments().get(i);
            String path = "content.attachments[" + i + "]";
            if (attachment == null) {
                throw StructuredHeader.schema(path, null, "must not be null");
            }
            MimePart part = Parts.attachment(path, attachment);
            (attachment.contentId() != null && content.html() != null ? inline : attached).add(part);
        }
        MimePart body = body(content, inline, boundary);
        if (attached.isEmpty()) {
            return body;
        }
        attached.addFirst(body);
        return new MimePart.Multipart("mixed", boundary + "-mixed", attached);
    }

    private static MimePart body(Content content, List<MimePart> inline, String boundary) {
        String text = content.text();
        String html = content.html();
        if (html == null) {
            return Parts.text("content.text", "plain", text == null ? "" : text);
        }
        MimePart rich = Parts.text("content.html", "html", html);
        if (!inline.isEmpty()) {
            inline.addFirst(rich);
            rich = new MimePart.Multipart("related", boundary + "-related", inline);
        }
        return text == null
                ? rich
                : new MimePart.Multipart(
                        "alternative", boundary + "-alt", List.of(Parts.text("content.text", "plain", text), rich));
    }
}
