package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.DomainName;
import java.nio.charset.StandardCharsets;

/** An address as it goes into a command: an internationalised domain stands as A-labels, which every server takes. */
final class WirePath {
    private WirePath() {}

    /** The same mailbox; a local part beyond ASCII stays and needs SMTPUTF8 (RFC 6531 section 3.2). */
    static String of(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0 || StandardCharsets.US_ASCII.newEncoder().canEncode(address)) {
            return address;
        }
        String domain = DomainName.canonicalOrNull(address.substring(at + 1));
        return domain == null ? address : address.substring(0, at + 1) + domain;
    }
}
