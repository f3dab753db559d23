package io.privatesmtp.delivery.mx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** The order in which hosts are tried: by preference, equals by lot, so that their load is shared (RFC 5321 section 5.1). */
final class MxOrder {
    /** A domain with more hosts than these has one that answers among them, or is not worth the connections. */
    static final int MAX_HOSTS = 5;

    /** Addresses tried of one host. */
    static final int MAX_ADDRESSES = 4;

    /** Hosts whose addresses are looked up: more than are used, because some may have none. */
    private static final int MAX_LOOKUPS = 10;

    record Mx(Name host, int preference) {}

    private MxOrder() {}

    /** The hosts to look up; each once, with its best preference. Those that are the root are no hosts (RFC 7505). */
    static List<Mx> toLookUp(List<Record> records, RandomGenerator random) {
        Map<Name, Mx> hosts = new LinkedHashMap<>();
        for (Record record : records) {
            if (record instanceof MXRecord mx && !mx.getTarget().equals(Name.root)) {
                hosts.merge(
                        mx.getTarget(),
                        new Mx(mx.getTarget(), mx.getPriority()),
                        (a, b) -> a.preference() <= b.preference() ? a : b);
            }
        }
        return shuffled(new ArrayList<>(hosts.values()), random).stream()
                .sorted(Comparator.comparingInt(Mx::preference))
                .limit(MAX_LOOKUPS)
                .toList();
    }

    /** Whether chance has a say in the order. */
    static boolean hasEquals(List<MxCandidate> candidates) {
        for (int i = 1; i < candidates.size(); i++) {
            if (candidates.get(i).preference() == candidates.get(i - 1).preference()) {
                return true;
            }
        }
        return false;
    }

    /** The same candidates, equal preferences in a new order. */
    static List<MxCandidate> drawn(List<MxCandidate> candidates, RandomGenerator random) {
        List<MxCandidate> drawn = shuffled(new ArrayList<>(candidates), random);
        drawn.sort(Comparator.comparingInt(MxCandidate::preference));
        return drawn;
    }

    static <T> List<T> shuffled(List<T> items, RandomGenerator random) {
        for (int i = items.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T item = items.get(i);
            items.set(i, items.get(j));
            items.set(j, item);
        }
        return items;
    }
}
