package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.lane.Shaping;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.smtp.NextHop;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where recipients go together.
 *
 * @param hops in the order to try them
 * @param site that these hosts are
 */
record Way(List<NextHop> hops, String site) {
    /** A host's address and its rank. Domains with the same set of these have the same hosts, in whichever order chance drew them. */
    record Place(String host, int preference, InetAddress address) {}

    static Way of(MxAnswer.Hosts hosts, int port, Shaping shaping) {
        List<NextHop> hops = new ArrayList<>();
        hosts.candidates()
                .forEach(candidate ->
                        candidate.addresses().forEach(a -> hops.add(new NextHop(candidate.host(), a, port))));
        return new Way(hops, shaping.site(first(hosts.candidates())));
    }

    static Set<Place> places(MxAnswer.Hosts hosts) {
        Set<Place> places = new HashSet<>();
        for (MxCandidate c : hosts.candidates()) {
            c.addresses().forEach(a -> places.add(new Place(c.host(), c.preference(), a)));
        }
        return places;
    }

    /** Of several best hosts the first by name, so that a site has one lane, whichever of them chance puts first. */
    private static String first(List<MxCandidate> candidates) {
        int best = candidates.getFirst().preference();
        return candidates.stream()
                .filter(c -> c.preference() == best)
                .map(MxCandidate::host)
                .min(String::compareTo)
                .orElseThrow();
    }
}
