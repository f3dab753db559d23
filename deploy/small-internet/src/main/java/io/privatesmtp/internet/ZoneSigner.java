package io.privatesmtp.internet;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Signs answers with a key of the root, as they are given (RFC 4035), so that the whole zone is one signed zone but for the
 * names under cuts. What does not exist is denied by a record that covers just the name that was asked for (RFC 9824).
 */
final class ZoneSigner {
    private static final int ZONE_KEY_AND_ENTRY_POINT = 257;
    private static final long TTL = 60;
    private static final Duration AGE = Duration.ofHours(1);

    private final KeyPair keys;
    private final DNSKEYRecord key;
    private volatile Duration lifetime = Duration.ofDays(2);
    private final Set<Name> cuts = ConcurrentHashMap.newKeySet();
    private final Set<Name> stripped = ConcurrentHashMap.newKeySet();

    ZoneSigner() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
            key = new DNSKEYRecord(
                    Name.root,
                    DClass.IN,
                    TTL,
                    ZONE_KEY_AND_ENTRY_POINT,
                    DNSKEYRecord.Protocol.DNSSEC,
                    DNSSEC.Algorithm.ECDSAP256SHA256,
                    keys.getPublic());
        } catch (GeneralSecurityException | DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    DNSKEYRecord key() {
        return key;
    }

    /** How long signatures of answers are valid from now on. */
    void lifetime(Duration duration) {
        lifetime = duration;
    }

    /** The name and all below it are a zone that is not signed. */
    void cut(Name name) {
        cuts.add(name);
    }

    /** Answers about the name come without their signatures, as an attacker would send them. */
    void strip(Name name) {
        stripped.add(name);
    }

    /**
     * @param asked the name that the answer is about, after aliases
     * @param types that the name has records of
     */
    void sign(Message response, Name asked, int type, Set<Integer> types) {
        boolean atCut = cuts.contains(asked) && type == Type.DS;
        boolean unsigned = !atCut && cuts.stream().anyMatch(asked::subdomain);
        if (unsigned || stripped.contains(asked)) {
            return;
        }
        boolean nothing = response.getSection(Section.ANSWER).stream()
                .noneMatch(record -> record.getName().equals(asked));
        if (nothing && response.getRcode() != Rcode.SERVFAIL) {
            deny(response, asked, atCut ? Set.of(Type.NS) : types);
        }
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (RRset set : response.getSectionRRsets(section)) {
                response.addRecord(signature(set), section);
            }
        }
    }

    private static void deny(Message response, Name asked, Set<Integer> types) {
        response.getHeader().setRcode(Rcode.NOERROR);
        Set<Integer> present = new TreeSet<>(types);
        present.add(Type.RRSIG);
        present.add(Type.NSEC);
        response.addRecord(
                new NSECRecord(
                        asked,
                        DClass.IN,
                        TTL,
                        next(asked),
                        present.stream().mapToInt(Integer::intValue).toArray()),
                Section.AUTHORITY);
    }

    private static Name next(Name name) {
        try {
            return Name.concatenate(Name.fromConstantString("\\000"), name);
        } catch (NameTooLongException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Record signature(RRset set) {
        Instant now = Instant.now();
        try {
            return DNSSEC.sign(set, key, keys.getPrivate(), now.minus(AGE), now.plus(lifetime));
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }
}
