package io.privatesmtp.internet;

import io.privatesmtp.internet.Zone.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on loopback, UDP and TCP on one port, whose zone may change while it runs.
 *
 * <pre>{@code
 * try (NameServer dns = NameServer.start()) {
 *     dns.mx("example.test", 10, "mx1.example.test").a("mx1.example.test", "127.0.0.21");
 *     dns.servfail("broken.test").silent("slow.test");
 * }
 * }</pre>
 *
 * A name nobody added does not exist (NXDOMAIN). Names are given with or without the final dot. Records added have the
 * time to live last set by {@link #ttl}, 60 seconds at first; negative answers may be remembered for 5 seconds.
 */
public final class NameServer implements AutoCloseable {
    private final Zone zone = new Zone();
    private final ZoneSigner signer = new ZoneSigner();
    private final Queue<DnsQuery> queries = new ConcurrentLinkedQueue<>();
    private final DnsSockets sockets;
    private volatile long ttl = 60;

    private NameServer(InetSocketAddress address) throws IOException {
        sockets = new DnsSockets(address, this::respond);
    }

    /** On a free port of 127.0.0.1. */
    public static NameServer start() {
        return start(new InetSocketAddress("127.0.0.1", 0));
    }

    /** On this address; port 0 means a free one. */
    public static NameServer start(InetSocketAddress address) {
        try {
            return new NameServer(address);
        } catch (IOException e) {
            throw new UncheckedIOException("no name server at " + address, e);
        }
    }

    /** Where it answers. */
    public InetSocketAddress address() {
        return sockets.address();
    }

    /** {@code host:port}, as {@code psr.dns.servers} takes it. */
    public String hostAndPort() {
        return address().getAddress().getHostAddress() + ":" + address().getPort();
    }

    /** The time to live of records added from now on. */
    public NameServer ttl(Duration timeToLive) {
        ttl = timeToLive.toSeconds();
        return this;
    }

    public NameServer mx(String domain, int preference, String host) {
        return add(new MXRecord(name(domain), DClass.IN, ttl, preference, name(host)));
    }

    /** The domain says that it takes no mail (RFC 7505). */
    public NameServer nullMx(String domain) {
        return add(new MXRecord(name(domain), DClass.IN, ttl, 0, Name.root));
    }

    public NameServer a(String host, String address) {
        return add(new ARecord(name(host), DClass.IN, ttl, ip(address)));
    }

    public NameServer aaaa(String host, String address) {
        return add(new AAAARecord(name(host), DClass.IN, ttl, ip(address)));
    }

    public NameServer cname(String alias, String target) {
        return add(new CNAMERecord(name(alias), DClass.IN, ttl, name(target)));
    }

    public NameServer txt(String owner, String text) {
        return add(new TXTRecord(name(owner), DClass.IN, ttl, text));
    }

    /** Any record, also one that no sane zone would hold. */
    public NameServer add(Record record) {
        zone.add(record);
        return this;
    }

    /** Forgets the name's records and its trouble. */
    public NameServer remove(String owner) {
        zone.remove(name(owner));
        return this;
    }

    /** Questions about this name fail. */
    public NameServer servfail(String owner) {
        return trouble(owner, Trouble.SERVFAIL);
    }

    /** Questions about this name are refused. */
    public NameServer refused(String owner) {
        return trouble(owner, Trouble.REFUSED);
    }

    /** Questions about this name are never answered. */
    public NameServer silent(String owner) {
        return trouble(owner, Trouble.SILENT);
    }

    /** Answers about this name come truncated over UDP, so that TCP must be asked. */
    public NameServer truncated(String owner) {
        return trouble(owner, Trouble.TRUNCATED);
    }

    /** From now on all names are in a signed zone (DNSSEC), but for those under {@link #unsigned}. */
    public NameServer signed() {
        zone.signedBy(signer);
        return this;
    }

    /** Signatures expire after so long, whatever the time to live of what they sign; after two days at first. */
    public NameServer signaturesLast(Duration lifetime) {
        signer.lifetime(lifetime);
        return this;
    }

    /** The key of the signed zone, as a record of a zone file. */
    public String anchor() {
        return signer.key().toString();
    }

    /** The name and all below it are a zone without signatures. */
    public NameServer unsigned(String owner) {
        signer.cut(name(owner));
        return this;
    }

    /** Answers about this name of the signed zone come without signatures, as an attacker would send them. */
    public NameServer stripped(String owner) {
        signer.strip(name(owner));
        return this;
    }

    /** What was asked so far, in order. */
    public List<DnsQuery> queries() {
        return List.copyOf(queries);
    }

    /** How often this was asked so far. */
    public long queries(String owner, String type) {
        String lower = text(name(owner));
        return queries.stream()
                .filter(q -> q.name().equals(lower) && q.type().equals(type))
                .count();
    }

    @Override
    public void close() {
        sockets.close();
    }

    private NameServer trouble(String owner, Trouble trouble) {
        zone.trouble(name(owner), trouble);
        return this;
    }

    private byte[] respond(byte[] wire, boolean tcp) throws IOException {
        Message query = new Message(wire);
        Record question = query.getQuestion();
        if (question == null) {
            return DnsSockets.NO_ANSWER;
        }
        queries.add(new DnsQuery(text(question.getName()), Type.string(question.getType()), tcp));
        if (zone.troubleOf(question.getName()) == Trouble.SILENT) {
            return DnsSockets.NO_ANSWER;
        }
        int payload =
                query.getOPT() == null ? 512 : Math.max(512, query.getOPT().getPayloadSize());
        return zone.answer(query, tcp).toWire(tcp ? Message.MAXLENGTH : payload);
    }

    private static String text(Name name) {
        return name.canonicalize().toString(true);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no domain name: " + text, e);
        }
    }

    private static InetAddress ip(String literal) {
        try {
            return InetAddress.getByAddress(InetAddress.ofLiteral(literal).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + literal, e);
        }
    }
}
