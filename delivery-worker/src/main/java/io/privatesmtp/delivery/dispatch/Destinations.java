package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.smtp.Terms;
import io.privatesmtp.delivery.tls.TlsPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where mail for a domain goes, and on which terms. */
final class Destinations {
    /** The servers to ask, or why there are none. */
    sealed interface Destination {
        /** @param places in the order to try them, at least one */
        record Places(List<Place> places) implements Destination {}

        record Nowhere(MxAnswer.NoRoute why) implements Destination {}
    }

    private final MxResolver resolver;
    private final RoutedHosts routed;
    private final TlsPolicies tls;
    private final int port;

    /** @param port {@code psr.smtp.port} */
    Destinations(MxResolver resolver, RoutedHosts routed, TlsPolicies tls, int port) {
        this.resolver = resolver;
        this.routed = routed;
        this.tls = tls;
        this.port = port;
    }

    /** Never fails, and ends within the time of the name servers' settings. */
    CompletionStage<Destination> of(String domain, Family family) {
        CompletionStage<Destination> byRoute = routed.of(domain, family);
        return byRoute != null
                ? byRoute
                : resolver.resolve(domain, family).thenApply(answer -> switch (answer) {
                    case MxAnswer.Hosts hosts -> new Destination.Places(places(domain, hosts));
                    case MxAnswer.NoRoute none -> new Destination.Nowhere(none);
                });
    }

    private List<Place> places(String domain, MxAnswer.Hosts hosts) {
        List<Place> places = new ArrayList<>();
        for (MxCandidate candidate : hosts.candidates()) {
            Terms terms = Terms.of(tls.level(domain, candidate.host()));
            places.addAll(Place.of(candidate, port, terms));
        }
        return places;
    }
}
