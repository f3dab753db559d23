package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.tls.HostFindings;
import io.privatesmtp.delivery.tls.StsPolicies;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

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
    private final Demands demands;
    private final StsPolicies sts;
    private final HostFindings dane;
    private final int port;

    /** @param port {@code psr.smtp.port} */
    Destinations(
            MxResolver resolver, RoutedHosts routed, Demands demands, StsPolicies sts, HostFindings dane, int port) {
        this.resolver = resolver;
        this.routed = routed;
        this.demands = demands;
        this.sts = sts;
        this.dane = dane;
        this.port = port;
    }

    /** Never fails, and ends in time: each look-up has its own. */
    CompletionStage<Destination> of(String domain, Family family) {
        CompletionStage<Destination> byRoute = routed.of(domain, family);
        return byRoute != null ? byRoute : byMx(domain, family);
    }

    private CompletionStage<Destination> byMx(String domain, Family family) {
        CompletionStage<StsPolicies.Answer> policy = sts.of(domain);
        return resolver.resolve(domain, family).thenCompose(answer -> switch (answer) {
            case MxAnswer.Hosts hosts ->
                dane.of(domain, names(hosts), family, port)
                        .thenCombine(policy, (found, known) -> demands.meet(domain, hosts, found, known, port));
            case MxAnswer.NoRoute none -> CompletableFuture.completedFuture(new Destination.Nowhere(none));
        });
    }

    private static Set<String> names(MxAnswer.Hosts hosts) {
        return hosts.candidates().stream().map(MxCandidate::host).collect(Collectors.toSet());
    }
}
