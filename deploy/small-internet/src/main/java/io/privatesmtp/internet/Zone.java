package io.privatesmtp.internet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the name server knows, and how it misbehaves where it was told to. Safe to change while it is asked. */
final class Zone {
    enum Trouble {
        SERVFAIL,
        REFUSED,
        SILENT,
        TRUNCATED
    }

    private static final int MAX_CNAMES = 16;
    private static final int UDP_PAYLOAD = 1232;

    private final Map<Name, List<Record>> records = new ConcurrentHashMap<>();
    private final Map<Name, Trouble> troubles = new ConcurrentHashMap<>();
    private volatile @Nullable ZoneSigner signer;
    private final Set<Name> existing = ConcurrentHashMap.newKeySet();

    void add(Record record) {
        records.computeIfAbsent(record.getName(), name -> new CopyOnWriteArrayList<>())
                .add(record);
        // Names above it exist too, without records of their own (RFC 8020).
        for (int up = 0; up < record.getName().labels(); up++) {
            existing.add(up == 0 ? record.getName() : new Name(record.getName(), up));
        }
    }

    void remove(Name name) {
        records.remove(name);
        troubles.remove(name);
        existing.clear();
        List<Record> rest = records.values().stream().flatMap(List::stream).toList();
        records.clear();
        rest.forEach(this::add);
    }

    void signedBy(ZoneSigner zoneSigner) {
        signer = zoneSigner;
        add(zoneSigner.key());
    }

    void trouble(Name name, Trouble trouble) {
        troubles.put(name, trouble);
    }

    @Nullable
    Trouble troubleOf(Name name) {
        return troubles.get(name);
    }

    /** The response to a well-formed query; what is found behind a CNAME of the zone comes with it. */
    Message answer(Message query, boolean tcp) {
        Record question = query.getQuestion();
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.AA);
        response.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            response.getHeader().setFlag(Flags.RD);
        }
        response.addRecord(question, Section.QUESTION);
        if (query.getOPT() != null) {
            response.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0), Section.ADDITIONAL);
        }
        Name end = collect(response, question.getName(), question.getType());
        sign(query, response, end);
        Trouble trouble = troubles.get(question.getName());
        if (trouble == Trouble.TRUNCATED && !tcp) {
            response.removeAllRecords(Section.ANSWER);
            response.getHeader().setFlag(Flags.TC);
        }
        return response;
    }

    /** Where it was asked for (the DO bit, RFC 3225). */
    private void sign(Message query, Message response, Name end) {
        ZoneSigner by = signer;
        if (by != null && query.getOPT() != null && (query.getOPT().getFlags() & ExtendedFlags.DO) != 0) {
            Record question = query.getQuestion();
            Set<Integer> types = new HashSet<>();
            records.getOrDefault(end, List.of()).forEach(r -> types.add(r.getType()));
            by.sign(response, end, question.getType(), types);
        }
    }

    /** The name that the answer is about: the one asked for, or what it is an alias of. */
    private Name collect(Message response, Name asked, int type) {
        Name name = asked;
        for (int i = 0; i <= MAX_CNAMES; i++) {
            Trouble trouble = troubles.get(name);
            if (trouble == Trouble.SERVFAIL || trouble == Trouble.REFUSED) {
                response.getHeader().setRcode(trouble == Trouble.REFUSED ? Rcode.REFUSED : Rcode.SERVFAIL);
                return name;
            }
            List<Record> here = new ArrayList<>(records.getOrDefault(name, List.of()));
            List<Record> wanted = here.stream()
                    .filter(r -> r.getType() == type || type == Type.ANY)
                    .toList();
            Record alias = here.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .findFirst()
                    .orElse(null);
            wanted.forEach(r -> response.addRecord(r, Section.ANSWER));
            if (!wanted.isEmpty() || alias == null) {
                if (wanted.isEmpty()) {
                    nothing(response, name);
                }
                return name;
            }
            response.addRecord(alias, Section.ANSWER);
            name = ((CNAMERecord) alias).getTarget();
        }
        return name;
    }

    /** A negative answer with the SOA whose minimum says how long it may be remembered (RFC 2308). */
    private void nothing(Message response, Name name) {
        if (!existing.contains(name)) {
            response.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        Name ns = Name.fromConstantString("ns.invalid.");
        response.addRecord(new SOARecord(Name.root, DClass.IN, 5, ns, ns, 1, 3600, 600, 86400, 5), Section.AUTHORITY);
    }
}
