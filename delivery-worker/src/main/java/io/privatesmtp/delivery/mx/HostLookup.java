package io.privatesmtp.delivery.mx;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.delivery.dns.DnsReply;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;

/** Puts the addresses of a domain's hosts together into an answer. */
final class HostLookup {
    private static final int MAX_DETAIL = 5;

    private final String domain;
    private final Family family;
    private final AddressVetting vetting;
    private final RandomGenerator random;
    private final List<MxCandidate> candidates = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private @Nullable String failure;

    HostLookup(String domain, Family family, AddressVetting vetting, RandomGenerator random) {
        this.domain = domain;
        this.family = family;
        this.vetting = vetting;
        this.random = random;
    }

    /** Hosts come in the order to try. */
    void add(String host, int preference, DnsReply reply) {
        switch (reply) {
            case DnsReply.Found found -> add(host, preference, addresses(found.records()));
            case DnsReply.Failed failed -> failure = host + ": " + failed.text();
            case DnsReply.NoData noData -> {}
            case DnsReply.NoName noName -> {}
        }
    }

    void add(String host, int preference, List<InetAddress> addresses) {
        List<InetAddress> usable = new ArrayList<>();
        for (InetAddress address : addresses) {
            String reason = vetting.refusal(address);
            if (reason == null) {
                usable.add(address);
            } else if (refused.size() < MAX_DETAIL) {
                refused.add(Ip.text(address) + " (" + reason + ")");
            }
        }
        if (!usable.isEmpty() && candidates.size() < MxOrder.MAX_HOSTS) {
            List<InetAddress> order = MxOrder.shuffled(usable, random);
            candidates.add(new MxCandidate(
                    host.toLowerCase(Locale.ROOT),
                    preference,
                    order.subList(0, Math.min(order.size(), MxOrder.MAX_ADDRESSES))));
        }
    }

    /** A host that could not be looked up counts only when no other can be used. */
    MxAnswer answer() {
        if (!candidates.isEmpty()) {
            return new MxAnswer.Hosts(candidates);
        }
        if (failure != null) {
            return new MxAnswer.TemporaryFailure(failure);
        }
        return refused.isEmpty()
                ? new MxAnswer.NoAddress(domain, family)
                : new MxAnswer.AllRefused(domain, String.join(", ", refused));
    }

    private static List<InetAddress> addresses(List<Record> records) {
        return records.stream().map(HostLookup::address).toList();
    }

    /** Without the name that dnsjava attaches; an AAAA record stays IPv6 even when it maps an IPv4 address. */
    private static InetAddress address(Record record) {
        try {
            return record instanceof ARecord a
                    ? InetAddress.getByAddress(a.getAddress().getAddress())
                    : Inet6Address.getByAddress(null, v6(((AAAARecord) record).getAddress()), -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] v6(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16) {
            return bytes;
        }
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(bytes, 0, mapped, 12, 4);
        return mapped;
    }
}
