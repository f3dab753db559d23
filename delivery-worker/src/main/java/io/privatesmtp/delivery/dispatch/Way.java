package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.lane.Shaping;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.Terms;
import java.util.List;

/**
 * Where recipients go together.
 *
 * @param hops in the order to try them
 * @param site that these hosts are
 */
record Way(List<NextHop> hops, String site) {
    /**
     * A server and its rank. Domains with the same set of these have the same way, in whichever order chance drew them: the same
     * hosts, on the same terms.
     */
    record Place(NextHop hop, int preference) {
        /** The addresses of a host, in the order to try them. */
        static List<Place> of(MxCandidate host, int port, Terms terms) {
            return host.addresses().stream()
                    .map(address -> new Place(new NextHop(host.host(), address, port, terms), host.preference()))
                    .toList();
        }
    }

    /** @param places in the order to try them, at least one */
    static Way of(List<Place> places, Shaping shaping) {
        return new Way(places.stream().map(Place::hop).toList(), shaping.site(first(places)));
    }

    /** Of several best hosts the first by name, so that a site has one lane, whichever of them chance puts first. */
    private static String first(List<Place> places) {
        int best = places.getFirst().preference();
        return places.stream()
                .filter(place -> place.preference() == best)
                .map(place -> place.hop().host())
                .min(String::compareTo)
                .orElseThrow();
    }
}
