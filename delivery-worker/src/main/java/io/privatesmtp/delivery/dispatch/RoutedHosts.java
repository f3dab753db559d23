package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.mx.RouteTarget;
import io.privatesmtp.delivery.mx.StaticRoutes;
import io.privatesmtp.delivery.smtp.Login;
import io.privatesmtp.delivery.smtp.Terms;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.TlsPolicies;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The servers that {@code psr.routes} names. */
final class RoutedHosts {
    private final MxResolver resolver;
    private final StaticRoutes routes;
    private final RouteLogins logins;
    private final TlsPolicies tls;
    private final boolean authInClear;

    RoutedHosts(MxResolver resolver, StaticRoutes routes, RouteLogins logins, TlsPolicies tls, boolean authInClear) {
        this.resolver = resolver;
        this.routes = routes;
        this.logins = logins;
        this.tls = tls;
        this.authInClear = authInClear;
    }

    /** Null where no route is for the domain. */
    @Nullable
    CompletionStage<Destination> of(String domain, Family family) {
        RouteTarget route = routes.of(domain);
        return route == null
                ? null
                : resolver.resolveHost(route.host(), family).thenApply(answer -> switch (answer) {
                    case MxAnswer.Hosts hosts -> new Destination.Places(places(domain, route, hosts));
                    // The recipient's domain may be fine: whatever is wrong with the route, its mail waits.
                    case MxAnswer.NoRoute none ->
                        new Destination.Nowhere(new MxAnswer.TemporaryFailure(
                                "The route of " + domain + " leads nowhere: " + none.text()));
                });
    }

    private List<Place> places(String domain, RouteTarget route, MxAnswer.Hosts hosts) {
        Terms terms = terms(domain, route);
        return hosts.candidates().stream()
                .flatMap(host -> Place.of(host, route.port(), terms).stream())
                .toList();
    }

    private Terms terms(String domain, RouteTarget route) {
        Login login = logins.of(route);
        if (login == null || authInClear) {
            return Terms.of(tls.level(domain, route.host()), login);
        }
        // A password goes to a server that has proven its name; where the operator asks for less, under TLS all the
        // same.
        Optional<TlsLevel> named = tls.named(domain, route.host());
        boolean verify = named.isEmpty() || named.get() == TlsLevel.VERIFY;
        return Terms.of(verify ? TlsLevel.VERIFY : TlsLevel.ENCRYPT, login);
    }
}
