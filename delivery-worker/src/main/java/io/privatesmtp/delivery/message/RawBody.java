package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that its producer wrote (RFC 5322): kept and sent as it came. Repaired are line ends, header lines that are too
 * long or obsolete, and body lines over 998 octets; Bcc goes, Date and Message-ID come where there are none. Anything else
 * that must not be on the wire is refused when it is read. What is rendered shares the body with it.
 */
public final class RawBody implements MailBody {
    private static final int MAX_RECEIVED = 50;

    private static final byte[] CRLF = {'\r', '\n'};

    private final Form form;
    private final byte[] added;
    private final @Nullable String fromDomain;

    private RawBody(Form form, byte[] added, @Nullable String fromDomain) {
        this.form = form;
        this.added = added;
        this.fromDomain = fromDomain;
    }

    /** Bytes with what is known of them. */
    private record Form(byte[] message, HeaderSection header, Lines lines, boolean utf8Header, boolean eightBitBody) {
        /** @throws IllegalArgumentException if a line ends otherwise than in CRLF: it is never sent */
        static Form of(byte[] message, HeaderSection header, Lines lines) {
            if (!lines.crlf()) {
                throw new IllegalArgumentException("a line of the message does not end in CRLF");
            }
            boolean eightBit = Octets.eightBit(message, 0, message.length);
            return new Form(
                    message,
                    header,
                    lines,
                    eightBit
                            && header.fields().stream()
                                    .anyMatch(field -> !hidden(field) && eightBit(message, field.start(), field.end())),
                    eightBit && eightBit(message, header.body(), message.length));
        }

        static Form of(byte[] message) {
            return of(message, HeaderSection.of(message), Lines.of(message));
        }

        Form forTarget(WireTarget target) {
            Form form = this;
            if (form.utf8Header && !target.smtpUtf8()) {
                form = of(AsciiHeader.of(form.message, form.header));
            }
            if (form.eightBitBody && !target.eightBitMime()) {
                form = of(Reencoder.without(Reencoder.Flaw.EIGHT_BIT, form.message, form.header));
            }
            return form;
        }
    }

    /**
     * Keeps the array; it must not change afterwards.
     *
     * @param queuedAt becomes the Date where there is none
     * @param seed names the message for good; its Message-ID is made of it where there is none
     * @param senderDomain of the envelope, for that Message-ID
     * @throws ContractViolation with the field and rule, when the message must not be sent
     */
    public static RawBody read(byte[] bytes, Instant queuedAt, String seed, @Nullable String senderDomain) {
        Lines lines = Lines.of(bytes);
        byte[] message = lines.crlf() ? bytes : LineEnds.rewritten(bytes);
        HeaderSection header = HeaderSection.of(message);
        if (header.repairable()) {
            message = HeaderRepair.repaired(message, header);
            header = HeaderSection.of(message);
        }
        if (message != bytes) {
            lines = Lines.of(message);
        }
        if (lines.longest() > HeaderSection.MAX_LINE) {
            message = Reencoder.without(Reencoder.Flaw.LONG_LINE, message, header);
            header = HeaderSection.of(message);
            lines = Lines.of(message);
        }
        int received = header.named("Received").size();
        if (received >= MAX_RECEIVED) {
            throw new ContractViolation(
                    ErrorCode.LOOP,
                    "the header section",
                    null,
                    "must have fewer than 50 Received fields, and has " + received + " (RFC 5321 section 6.3)");
        }
        String fromDomain = FromDomain.of(message, header);
        String domain = fromDomain == null ? senderDomain : fromDomain;
        return new RawBody(
                Form.of(message, header, lines), added(header, new Defaults(queuedAt, seed), domain), fromDomain);
    }

    /** Of the header From (A-label), null where there is none. */
    public @Nullable String fromDomain() {
        return fromDomain;
    }

    @Override
    public long size() {
        return form.message.length + added.length;
    }

    @Override
    public WireMessage render(WireTarget target, String received, Seal seal) {
        Form form = this.form.forTarget(target);
        byte[] header = header(form);
        byte[] signatures = seal.fields(header, form.message, form.header.body());
        byte[] trace = (received + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] top = ByteBuffer.allocate(signatures.length + trace.length + header.length + CRLF.length)
                .put(signatures)
                .put(trace)
                .put(header)
                .put(CRLF)
                .array();
        return WireMessage.of(
                top,
                new WireMessage.Body(form.message, form.header.body(), form.lines.dots() > 0),
                form.utf8Header || form.eightBitBody,
                form.utf8Header);
    }

    /** The fields without Bcc, and those that were missing. */
    private byte[] header(Form form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(form.header.end() + added.length);
        int from = 0;
        for (HeaderField field : form.header.fields()) {
            if (hidden(field)) {
                out.write(form.message, from, field.start() - from);
                from = field.end();
            }
        }
        out.write(form.message, from, form.header.end() - from);
        out.writeBytes(added);
        return out.toByteArray();
    }

    @Override
    public byte[] header() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HeaderField field : form.header.fields()) {
            if (!hidden(field)) {
                out.write(form.message, field.start(), field.end() - field.start());
            }
        }
        out.writeBytes(added);
        return out.toByteArray();
    }

    private static boolean hidden(HeaderField field) {
        return field.named("Bcc") || field.named("Resent-Bcc");
    }

    private static byte[] added(HeaderSection header, Defaults defaults, @Nullable String domain) {
        StringBuilder fields = new StringBuilder();
        if (header.first("Date").isEmpty()) {
            fields.append(defaults.dateField()).append("\r\n");
        }
        if (header.first("Message-ID").isEmpty()) {
            fields.append(defaults.messageIdField(domain)).append("\r\n");
        }
        return fields.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean eightBit(byte[] message, int start, int end) {
        return Reencoder.has(Reencoder.Flaw.EIGHT_BIT, message, start, end);
    }
}
