package io.privatesmtp.delivery.dns;

import java.util.List;
import org.xbill.DNS.Record;

/** What the name servers say to one question, aliases followed. */
public sealed interface DnsReply {
    /** How long it may be remembered, in seconds. */
    long ttl();

    /** @param records of the type asked for, at least one; when there were very many, only the first of them */
    record Found(List<Record> records, long ttl) implements DnsReply {}

    /** The name exists, and has no record of the type. */
    record NoData(long ttl) implements DnsReply {}

    /** The name does not exist. */
    record NoName(long ttl) implements DnsReply {}

    /** No server gave an answer that can be used. */
    record Failed(String text) implements DnsReply {
        @Override
        public long ttl() {
            return Ttl.FAILURE;
        }
    }
}
