package io.privatesmtp.delivery.message;

import io.privatesmtp.bus.ContractViolation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;

/**
 * Gives those leaves of a message another Content-Transfer-Encoding that cannot go as they are, and leaves every other
 * byte alone (RFC 6152 section 3). A signed or encrypted multipart is never touched: its signature would break.
 */
final class Reencoder {
    /** What may not stay in a line of content. */
    enum Flaw {
        /** An octet above 127, for a server without 8BITMIME. */
        EIGHT_BIT,
        /** A line over 998 octets (RFC 5321 section 4.5.3.1.6). */
        LONG_LINE
    }

    private final byte[] message;
    private final Flaw flaw;
    private final ByteArrayOutputStream out;

    private Reencoder(byte[] message, Flaw flaw) {
        this.message = message;
        this.flaw = flaw;
        this.out = new ByteArrayOutputStream(message.length * 5 / 4 + 128);
    }

    /**
     * The message without the flaw in its leaves; where it must stay, the bytes there are unchanged, or the message is
     * refused for a long line.
     */
    static byte[] without(Flaw flaw, byte[] message, HeaderSection header) {
        Reencoder reencoder = new Reencoder(message, flaw);
        reencoder.write(MimeEntity.of(message, header), true);
        return LineEnds.toCrlf(reencoder.out.toByteArray());
    }

    /** Whether the flaw is anywhere between two positions, of which the first begins a line. */
    static boolean has(Flaw flaw, byte[] message, int start, int end) {
        return switch (flaw) {
            case EIGHT_BIT -> Octets.eightBit(message, start, end);
            case LONG_LINE -> hasLongLine(message, start, end);
        };
    }

    /** Goes from one line end to the last that a line of 998 octets could have behind it, and so past most of them. */
    private static boolean hasLongLine(byte[] message, int start, int end) {
        int line = start;
        while (end - line > HeaderSection.MAX_LINE) {
            int lf = Math.min(line + HeaderSection.MAX_LINE + 1, end - 1);
            while (lf >= line && message[lf] != '\n') {
                lf--;
            }
            if (lf < line) {
                // A CR at the very end belongs to no line.
                return end - line > HeaderSection.MAX_LINE + 1 || message[end - 1] != '\r';
            }
            line = lf + 1;
        }
        return false;
    }

    private void write(MimeEntity entity, boolean top) {
        if (!has(flaw, message, entity.start(), entity.end())) {
            copy(entity.start(), entity.end());
        } else if (entity.type().sealed() || !entity.readable()) {
            keep(entity.start(), entity.end(), entity.type().sealed() ? "a signed or encrypted part" : "a broken part");
        } else if (entity.parts().isEmpty() && !entity.type().multipart()) {
            writeLeaf(entity, top);
        } else {
            writeParts(entity);
        }
    }

    private void writeParts(MimeEntity entity) {
        keep(entity.start(), entity.header().body(), "the header of a part");
        int at = entity.header().body();
        for (MimeEntity part : entity.parts()) {
            unread(at, part.start());
            write(part, false);
            at = part.end();
        }
        unread(at, entity.end());
    }

    /** Delimiters, preamble and epilogue: the last two are for nobody's eyes. */
    private void unread(int start, int end) {
        if (flaw == Flaw.LONG_LINE) {
            keep(start, end, "a boundary, preamble or epilogue");
            return;
        }
        for (int i = start; i < end; i++) {
            out.write(message[i] < 0 ? '?' : message[i]);
        }
    }

    private void writeLeaf(MimeEntity leaf, boolean top) {
        check(leaf.start(), leaf.header().body(), "the header of a part");
        byte[] content = Arrays.copyOfRange(message, leaf.header().body(), leaf.end());
        String before = leaf.encoding(message);
        boolean known = before.equals("7bit") || before.equals("8bit") || before.equals("binary");
        if (before.equals("base64")) {
            copy(leaf.start(), leaf.header().body());
            out.writeBytes(TransferEncoding.rewrapped(content));
        } else if (before.equals("quoted-printable")) {
            copy(leaf.start(), leaf.header().body());
            out.writeBytes(TransferEncoding.quotedPrintable(decoded(content)));
        } else if (!known || leaf.type().name().startsWith("message/")) {
            keep(leaf.start(), leaf.end(), "a part of type " + leaf.type().name() + " in " + before);
        } else {
            boolean base64 = TransferEncoding.suitsBase64(content);
            writeHeader(leaf, base64 ? "base64" : "quoted-printable", top, content);
            out.writeBytes(base64 ? TransferEncoding.base64(content) : TransferEncoding.quotedPrintable(content));
        }
    }

    private void writeHeader(MimeEntity leaf, String encoding, boolean top, byte[] content) {
        int at = leaf.start();
        for (HeaderField field : leaf.header().fields()) {
            if (field.named("Content-Transfer-Encoding")) {
                copy(at, field.start());
                at = field.end();
            }
        }
        copy(at, leaf.header().end());
        if (top && leaf.header().first("MIME-Version").isEmpty()) {
            line("MIME-Version: 1.0");
        }
        if (flaw == Flaw.EIGHT_BIT && leaf.header().first("Content-Type").isEmpty()) {
            line("Content-Type: text/plain; charset=" + charset(content));
        }
        line("Content-Transfer-Encoding: " + encoding);
        line("");
    }

    /** RFC 1428 section 3, for text that nobody labelled. */
    private static String charset(byte[] content) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return "utf-8";
        } catch (CharacterCodingException e) {
            return "unknown-8bit";
        }
    }

    private static byte[] decoded(byte[] content) {
        try (var in = new QuotedPrintableInputStream(new ByteArrayInputStream(content), DecodeMonitor.SILENT)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What cannot be encoded: eight bits stay, and a long line is refused. */
    private void keep(int start, int end, String place) {
        check(start, end, place);
        copy(start, end);
    }

    private void check(int start, int end, String place) {
        if (flaw == Flaw.LONG_LINE && has(flaw, message, start, end)) {
            throw tooLong(place);
        }
    }

    private static ContractViolation tooLong(String place) {
        return HeaderSection.bad(
                "the body",
                "must have lines of 998 octets at most (RFC 5322 section 2.1.1); a longer one stands in "
                        + place
                        + ", where it cannot be encoded");
    }

    private void copy(int start, int end) {
        out.write(message, start, end - start);
    }

    private void line(String text) {
        out.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
