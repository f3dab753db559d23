package io.privatesmtp.delivery.dns;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** What DNSSEC says about a name and a type (RFC 4035 section 4.3). */
public sealed interface SecureReply {
    /**
     * Signed and valid.
     *
     * @param records none where it is proven that there are none
     * @param name whose they are: the one asked for, or what it is an alias of
     */
    record Secure(List<Record> records, Name name) implements SecureReply {}

    /** The zone is not signed: the answer may be anybody's. */
    record Insecure() implements SecureReply {}

    /** No answer, or one that is forged or broken. */
    record Failed(String text) implements SecureReply {}
}
