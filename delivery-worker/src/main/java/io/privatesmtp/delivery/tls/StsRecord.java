package io.privatesmtp.delivery.tls;

import io.privatesmtp.delivery.dns.DnsReply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.TXTRecord;

/** The TXT record that says a domain has a policy, and which (RFC 8461 section 3.1). */
final class StsRecord {
    private static final Pattern RECORD =
            Pattern.compile("v=STSv1[ \\t]*;(?:.*;)?[ \\t]*id[ \\t]*=[ \\t]*([A-Za-z0-9]{1,32})[ \\t]*(?:;.*)?");

    private static final String VERSION = "v=STSv1;";

    private StsRecord() {}

    /** The policy's id; null where there is no record, or more than one. */
    static @Nullable String id(DnsReply reply) {
        if (!(reply instanceof DnsReply.Found found)) {
            return null;
        }
        List<String> all = found.records().stream()
                .filter(TXTRecord.class::isInstance)
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .toList();
        // Of several, those of another version are discarded before they are counted. One alone may have a space before
        // the semicolon.
        List<String> records = all.size() == 1
                ? all
                : all.stream().filter(text -> text.startsWith(VERSION)).toList();
        if (records.size() != 1) {
            return null;
        }
        Matcher record = RECORD.matcher(records.getFirst());
        return record.matches() ? record.group(1) : null;
    }
}
