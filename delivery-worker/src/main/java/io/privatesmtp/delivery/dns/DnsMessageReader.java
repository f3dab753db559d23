package io.privatesmtp.delivery.dns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Reads what a response says about one question; a stranger may have written it. */
final class DnsMessageReader {
    /** Aliases in a row beyond this are a circle, or meant to keep us busy. */
    static final int MAX_ALIASES = 8;

    private static final int MAX_RECORDS = 100;

    /** Either a reply, or the name behind an alias that the response says nothing about. */
    record Reading(@Nullable DnsReply reply, Name next, int aliases, long ttl) {}

    private DnsMessageReader() {}

    /**
     * @param asked the name of this question
     * @param followed aliases that led to it
     * @param ttl the shortest time to live of those
     */
    static Reading read(Message response, Name asked, int type, int followed, long ttl) {
        int rcode = response.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return done(new DnsReply.Failed("the name server answers " + Rcode.string(rcode)), asked);
        }
        List<Record> answer = response.getSection(Section.ANSWER);
        Name name = asked;
        int aliases = followed;
        long shortest = ttl;
        for (CNAMERecord alias = alias(answer, name); alias != null; alias = alias(answer, name)) {
            if (++aliases > MAX_ALIASES) {
                return done(new DnsReply.Failed("more than " + MAX_ALIASES + " aliases in a row"), asked);
            }
            name = alias.getTarget();
            shortest = Math.min(shortest, alias.getTTL());
        }
        List<Record> records = records(answer, name, type);
        if (!records.isEmpty()) {
            long least = records.stream().mapToLong(Record::getTTL).min().orElse(0);
            return done(new DnsReply.Found(records, Ttl.positive(Math.min(shortest, least))), name);
        }
        SOARecord soa = soa(response);
        if (rcode == Rcode.NOERROR && soa == null && !name.equals(asked)) {
            return new Reading(null, name, aliases, shortest);
        }
        long negative = soa == null ? Ttl.NEGATIVE_UNKNOWN : Math.min(soa.getTTL(), soa.getMinimum());
        long remembered = Ttl.negative(Math.min(shortest, negative));
        return done(rcode == Rcode.NXDOMAIN ? new DnsReply.NoName(remembered) : new DnsReply.NoData(remembered), name);
    }

    private static Reading done(DnsReply reply, Name name) {
        return new Reading(reply, name, 0, 0);
    }

    private static @Nullable CNAMERecord alias(List<Record> answer, Name name) {
        for (Record record : answer) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
                return alias;
            }
        }
        return null;
    }

    private static List<Record> records(List<Record> answer, Name name, int type) {
        List<Record> records = new ArrayList<>();
        for (Record record : answer) {
            if (record.getType() == type && record.getName().equals(name) && records.size() < MAX_RECORDS) {
                records.add(record);
            }
        }
        return records;
    }

    private static @Nullable SOARecord soa(Message response) {
        for (Record record : response.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord soa) {
                return soa;
            }
        }
        return null;
    }
}
