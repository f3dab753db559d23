package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.smtp.Terms;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.StsPolicies;
import io.privatesmtp.delivery.tls.StsPolicy;
import io.privatesmtp.delivery.tls.TlsPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private final StsPolicies sts;
    private final int port;

    /** @param port {@code psr.smtp.port} */
    Destinations(MxResolver resolver, RoutedHosts routed, TlsPolicies tls, StsPolicies sts, int port) {
        this.resolver = resolver;
        this.routed = routed;
        this.tls = tls;
        this.sts = sts;
        this.port = port;
    }

    /** Never fails, and ends within the time of the name servers' settings. */
    CompletionStage<Destination> of(String domain, Family family) {
        CompletionStage<Destination> byRoute = routed.of(domain, family);
        return byRoute != null ? byRoute : byMx(domain, family);
    }

    private CompletionStage<Destination> byMx(String domain, Family family) {
        CompletionStage<StsPolicy> policy = sts.of(domain);
        return resolver.resolve(domain, family).thenCompose(answer -> switch (answer) {
            case MxAnswer.Hosts hosts -> policy.thenApply(known -> destination(domain, hosts, known));
            case MxAnswer.NoRoute none -> CompletableFuture.completedFuture(new Destination.Nowhere(none));
        });
    }

    private Destination destination(String domain, MxAnswer.Hosts hosts, StsPolicy policy) {
        List<Place> places = places(domain, hosts, policy);
        return places.isEmpty()
                ? new Destination.Nowhere(new MxAnswer.OutsidePolicy(domain))
                : new Destination.Places(places);
    }

    /** The operator's word about a destination goes before the domain's own. */
    private List<Place> places(String domain, MxAnswer.Hosts hosts, StsPolicy policy) {
        List<Place> places = new ArrayList<>();
        for (MxCandidate candidate : hosts.candidates()) {
            boolean enforced =
                    policy.enforced() && tls.named(domain, candidate.host()).isEmpty();
            if (!enforced) {
                places.addAll(Place.of(candidate, port, Terms.of(tls.level(domain, candidate.host()))));
            } else if (policy.names(candidate.host())) {
                // RFC 8461 section 4.1: a certificate that names the host, from an authority.
                places.addAll(Place.of(candidate, port, Terms.of(TlsLevel.VERIFY)));
            }
        }
        return places;
    }
}
