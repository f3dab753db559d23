package io.privatesmtp.delivery.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.util.ByteArrayBuffer;

/** Reads the addresses of a header field (RFC 5322 section 3.4, leniently). */
final class Mailboxes {
    private Mailboxes() {}

    /** All mailboxes, groups flattened; one that has no domain has null there. */
    static List<Mailbox> parse(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        // The parser's own method for text counts characters where it should count octets.
        return LenientAddressParser.DEFAULT
                .parseAddressList(new ByteArrayBuffer(bytes, true), new ParserCursor(0, bytes.length))
                .flatten()
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }
}
