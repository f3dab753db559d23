package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.dns.SecureDns;
import io.privatesmtp.delivery.egress.Egress;
import io.privatesmtp.delivery.egress.LocalAddresses;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.mx.StaticRoutes;
import io.privatesmtp.delivery.smtp.SmtpSessions;
import io.privatesmtp.delivery.tls.Dane;
import io.privatesmtp.delivery.tls.HostFindings;
import io.privatesmtp.delivery.tls.MtaSts;
import io.privatesmtp.delivery.tls.StsPolicies;
import io.privatesmtp.delivery.tls.TlsPolicies;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Puts together what finds the servers of a domain, and speaks with them. */
@ApplicationScoped
class DestinationWiring {
    @Produces
    @Singleton
    DnsSettings dns(@ConfigProperty(name = "psr.dns.servers") Optional<String> servers) {
        return DnsSettings.parse(servers.orElse(""));
    }

    @Produces
    @Singleton
    MxResolver resolver(AddressVetting vetting, DnsSettings dns) {
        return new MxResolver(dns, vetting, new SecureRandom());
    }

    @Produces
    @Singleton
    StsPolicies policies(Vertx vertx, DnsSettings dns, AddressVetting vetting, SmtpSettings smtp) {
        return smtp.mtaSts() ? MtaSts.over(vertx, dns, vetting, authorities(smtp), smtp.mtaStsPort()) : StsPolicies.OFF;
    }

    @Produces
    @Singleton
    StaticRoutes routes(RouteSettings settings, SmtpSettings smtp) {
        return StaticRoutes.parse(settings.all().orElse(""), smtp.port());
    }

    @Produces
    @Singleton
    HostFindings dane(DnsSettings dns, SmtpSettings smtp, Clock clock) {
        return smtp.dane() ? new Dane(SecureDns.over(dns, smtp.dnssecAnchors(), clock)) : HostFindings.OFF;
    }

    @Produces
    @Singleton
    Destinations destinations(
            MxResolver resolver,
            StaticRoutes routes,
            RouteSettings settings,
            StsPolicies sts,
            HostFindings dane,
            SmtpSettings smtp) {
        TlsPolicies tls = TlsPolicies.of(smtp.tls());
        RouteLogins logins = RouteLogins.of(settings.credentials(), settings.credentialsFile(), smtp.port());
        RoutedHosts routed = new RoutedHosts(resolver, routes, logins, tls, settings.authInClear());
        return new Destinations(resolver, routed, new Demands(tls), sts, dane, smtp.port());
    }

    @Produces
    @Singleton
    SmtpSessions sessions(Vertx vertx, SmtpSettings settings, Egress egress, LocalAddresses local) {
        SmtpSessions sessions =
                new SmtpSessions(vertx, settings.timeouts().toTimeouts(), authorities(settings), egress);
        local.onGone(ip -> sessions.cut(Ip.parse("ip", ip)));
        return sessions;
    }

    /** Null for the JDK's. */
    private static @Nullable TrustOptions authorities(SmtpSettings settings) {
        return settings.tls()
                .caFile()
                .map(file -> new PemTrustOptions().addCertPath(file.toString()))
                .orElse(null);
    }
}
