package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.mx.Network;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.TlsPolicies;
import io.privatesmtp.internet.NameServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsTest {
    private final NameServer dns = NameServer.start();

    @TempDir
    private Path folder;

    private Destinations destinations;

    @BeforeEach
    void policies() throws Exception {
        Path file = Files.writeString(folder.resolve("tls.yaml"), """
                policies:
                  - domains: [bank.test]
                    level: verify
                """);
        destinations = new Destinations(
                new MxResolver(
                        DnsSettings.of(List.of(dns.address())),
                        new AddressVetting(Network.parseAll("allow", "127.0.0.0/8")),
                        new Random(7)),
                TlsPolicies.of(SmtpTls.with(file)),
                2525);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void domainsShareATransactionWhereHostsRanksAndAddressesAreTheSame() {
        for (String domain : List.of("a.test", "b.test")) {
            dns.mx(domain, 10, "mx1.test").mx(domain, 10, "mx2.test");
        }
        dns.mx("c.test", 10, "mx1.test").mx("c.test", 20, "mx2.test").mx("d.test", 10, "mx1.test");
        dns.a("mx1.test", "127.0.0.21").a("mx2.test", "127.0.0.22");

        assertThat(places("a.test")).isEqualTo(places("b.test")).hasSize(2);

        assertThat(places("a.test")).isNotEqualTo(places("c.test"));
        assertThat(places("a.test")).isNotEqualTo(places("d.test"));
    }

    @Test
    void domainsOfOneHostDoNotShareATransactionWhereTheirTlsPoliciesDiffer() {
        dns.mx("bank.test", 10, "mx1.test").mx("shop.test", 10, "mx1.test").a("mx1.test", "127.0.0.21");

        assertThat(places("bank.test"))
                .extracting(place -> place.hop().terms().tls())
                .containsExactly(TlsLevel.VERIFY);
        assertThat(places("shop.test"))
                .extracting(place -> place.hop().terms().tls())
                .containsExactly(TlsLevel.MAY);
    }

    private Set<Place> places(String domain) {
        Destination found =
                destinations.of(domain, Family.V4).toCompletableFuture().join();
        return Set.copyOf(((Destination.Places) found).places());
    }
}
