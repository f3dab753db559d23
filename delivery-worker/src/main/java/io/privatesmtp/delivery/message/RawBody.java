package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that its producer wrote (RFC 5322): kept and sent as it came. Repaired are line ends, header lines that are too
 * long or obsolete, and body lines over 998 octets; Bcc goes, Date and Message-ID come where there are none. Anything else
 * that must not be on the wire is refused when it is read.
 */
public final class RawBody implements MailBody {
    private static final int MAX_RECEIVED = 50;

    private final byte[] message;
    private final HeaderSection header;
    private final @Nullable String fromDomain;
    private final byte[] added;
    private final boolean eightBit;
    private final boolean smtpUtf8;

    private RawBody(byte[] message, HeaderSection header, @Nullable String fromDomain, byte[] added) {
        this.message = message;
        this.header = header;
        this.fromDomain = fromDomain;
        this.added = added;
        this.smtpUtf8 = eightBit(message, 0, header.end());
        this.eightBit = smtpUtf8 || eightBit(message, header.body(), message.length);
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
        byte[] message = LineEnds.toCrlf(bytes);
        HeaderSection header = HeaderSection.of(message);
        if (header.repairable()) {
            message = HeaderRepair.repaired(message, header);
            header = HeaderSection.of(message);
        }
        int received = header.named("Received").size();
        if (received > MAX_RECEIVED) {
            throw new ContractViolation(
                    ErrorCode.LOOP,
                    "the header section",
                    null,
                    "must have at most 50 Received fields, and has " + received + " (RFC 5321 section 6.3)");
        }
        String fromDomain = FromDomain.of(message, header);
        return new RawBody(
                message,
                header,
                fromDomain,
                added(header, new Defaults(queuedAt, seed), fromDomain == null ? senderDomain : fromDomain));
    }

    /** Of the header From (A-label), null where there is none. */
    public @Nullable String fromDomain() {
        return fromDomain;
    }

    @Override
    public long size() {
        return message.length + added.length;
    }

    @Override
    public WireMessage render(WireTarget target, String received) {
        byte[] trace = (received + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream(trace.length + message.length + added.length + 2);
        out.writeBytes(trace);
        int from = 0;
        for (HeaderField field : header.fields()) {
            if (field.named("Bcc") || field.named("Resent-Bcc")) {
                out.write(message, from, field.start() - from);
                from = field.end();
            }
        }
        out.write(message, from, header.end() - from);
        out.writeBytes(added);
        out.write('\r');
        out.write('\n');
        out.write(message, header.body(), message.length - header.body());
        return new WireMessage(out.toByteArray(), eightBit, smtpUtf8);
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

    private static boolean eightBit(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0) {
                return true;
            }
        }
        return false;
    }
}
