package io.privatesmtp.delivery.dns;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/**
 * About how much memory a remembered answer takes, in octets. Strangers choose its size: a response may have 64 KiB, of which an
 * MX record takes one part in a thousand, and a TXT record of empty strings twenty times as much.
 */
final class Footprint {
    /** That one kind of answers may have in all; enough for tens of thousands of ordinary ones. */
    static final long MOST = 32L << 20;

    private static final int ENTRY = 300;
    private static final int RECORD = 150;
    private static final int STRING = 24;

    private Footprint() {}

    static int of(Name name, List<Record> records) {
        return ENTRY + name.length() + records.stream().mapToInt(Footprint::of).sum();
    }

    private static int of(Record record) {
        int octets = record instanceof TXTRecord txt
                ? txt.getStringsAsByteArrays().stream()
                        .mapToInt(string -> STRING + string.length)
                        .sum()
                : record.rdataToWireCanonical().length;
        return RECORD + record.getName().length() + octets;
    }
}
