package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.privatesmtp.delivery.dispatch.Destinations.Destination;
import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.mx.AddressVetting;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxResolver;
import io.privatesmtp.delivery.mx.Network;
import io.privatesmtp.delivery.mx.StaticRoutes;
import io.privatesmtp.delivery.smtp.CertificateCheck;
import io.privatesmtp.delivery.smtp.Login;
import io.privatesmtp.delivery.smtp.NextHop;
import io.privatesmtp.delivery.smtp.Terms;
import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.HostFindings.Finding;
import io.privatesmtp.delivery.tls.StsPolicies.Answer;
import io.privatesmtp.delivery.tls.StsPolicy;
import io.privatesmtp.delivery.tls.TlsPolicies;
import io.privatesmtp.internet.NameServer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DestinationsTest {
    private final NameServer dns = NameServer.start();

    @TempDir
    private Path folder;

    private final Map<String, Answer> sts = new HashMap<>();
    private final Map<String, Finding> dane = new HashMap<>();
    private Destinations destinations;

    @BeforeEach
    void policies() throws Exception {
        Path file = Files.writeString(folder.resolve("tls.yaml"), """
                policies:
                  - domains: [bank.test]
                    level: verify
                """);
        destinations = destinations(file, "", "", false);
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

    /** RFC 8461 sections 4.1 and 5. */
    @Test
    void anEnforcedPolicyLeavesTheHostsThatItNamesAndDemandsTheirCertificates() {
        dns.mx("sts.test", 10, "mx1.test").mx("sts.test", 20, "mx2.test");
        dns.a("mx1.test", "127.0.0.21").a("mx2.test", "127.0.0.22");
        sts.put("sts.test", enforced("mx2.test"));

        assertThat(places("sts.test")).singleElement().satisfies(place -> {
            assertThat(place.hop().host()).isEqualTo("mx2.test");
            assertThat(place.hop().terms().tls()).isEqualTo(TlsLevel.VERIFY);
        });
    }

    @Test
    void mailWaitsWhereAnEnforcedPolicyNamesNoneOfTheHosts() {
        dns.mx("sts.test", 10, "mx1.test").a("mx1.test", "127.0.0.21");
        sts.put("sts.test", enforced("mx2.test"));

        MxAnswer.NoRoute none = ((Destination.Nowhere) found("sts.test")).why();

        assertThat(none.text()).isEqualTo("The MTA-STS policy of sts.test names none of its mail servers");
        assertThat(none.status()).hasToString("4.7.5");
    }

    /** RFC 8461 section 3.3 lets mail go on without a policy that cannot be had, not without one that nobody asked for. */
    @Test
    void mailWaitsWhereTheDomainHasAPolicyThatWasNotAskedForYet() {
        dns.mx("sts.test", 10, "mx1.test").mx("sts.test", 20, "mx2.test");
        dns.a("mx1.test", "127.0.0.21").a("mx2.test", "127.0.0.22");
        sts.put("sts.test", new Answer.NotYet("later"));

        assertThat(((Destination.Nowhere) found("sts.test")).why()).isEqualTo(new MxAnswer.TemporaryFailure("later"));
    }

    @ParameterizedTest
    @EnumSource(names = {"TESTING", "NONE"})
    void aPolicyThatIsNotEnforcedDemandsNothing(StsPolicy.Mode mode) {
        dns.mx("sts.test", 10, "mx1.test").a("mx1.test", "127.0.0.21");
        sts.put("sts.test", new Answer.Known(new StsPolicy(mode, List.of("mx2.test"), Duration.ofDays(1))));

        assertThat(places("sts.test"))
                .extracting(place -> place.hop().terms().tls())
                .containsExactly(TlsLevel.MAY);
    }

    @Test
    void theOperatorsWordGoesBeforeTheDomainsOwn() throws Exception {
        Path file = Files.writeString(folder.resolve("own.yaml"), """
                policies:
                  - domains: [sts.test]
                    level: encrypt
                """);
        destinations = destinations(file, "", "", false);
        dns.mx("sts.test", 10, "mx1.test").a("mx1.test", "127.0.0.21");
        sts.put("sts.test", enforced("mx2.test"));

        assertThat(places("sts.test"))
                .extracting(place -> place.hop().terms().tls())
                .containsExactly(TlsLevel.ENCRYPT);
    }

    /** RFC 7672 section 2.2, and RFC 8461 section 2: MTA-STS does not help a host whose TLSA records cannot be had. */
    @Test
    void whatIsPublishedAboutAHostGoesBeforeTheDomainsPolicy() {
        CertificateCheck check = new CertificateCheck() {
            @Override
            public String policy() {
                return "dane";
            }

            @Override
            public void check(List<X509Certificate> chain) {}
        };
        for (String host : List.of("pinned.test", "broken.test", "plain.test")) {
            dns.mx("dane.test", 10, host).a(host, "127.0.0.21");
        }
        sts.put("dane.test", enforced("broken.test"));
        dane.put("pinned.test", new Finding.Pinned(check));
        dane.put("broken.test", new Finding.Broken("forged"));

        assertThat(places("dane.test"))
                .extracting(place -> place.hop().host(), place -> place.hop().terms())
                .containsExactly(tuple("pinned.test", Terms.of(check)));
    }

    @Test
    void mailWaitsWhereItCannotBeKnownWhatIsDemandedOfAnyHost() {
        dns.mx("dane.test", 10, "broken.test").a("broken.test", "127.0.0.21");
        dane.put("broken.test", new Finding.Broken("forged"));

        assertThat(((Destination.Nowhere) found("dane.test")).why()).isEqualTo(new MxAnswer.TemporaryFailure("forged"));
    }

    @Test
    void aRouteGoesBeforeMxRecordsAndIsTakenWithItsPort() {
        dns.mx("routed.test", 10, "mx1.test").a("mx1.test", "127.0.0.21").a("relay.test", "127.0.0.31");
        destinations = destinations(null, "routed.test=relay.test:587", "", false);

        assertThat(places("routed.test"))
                .extracting(Place::hop)
                .containsExactly(new NextHop("relay.test", InetAddress.ofLiteral("127.0.0.31"), 587));
        assertThat(dns.queries("routed.test", "MX")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "gone.test:25, There is no domain|No mail server",
        "10.0.0.1:25, may be dialled",
        "[::1]:25, has an IPv4 address"
    })
    void aRouteThatLeadsNowhereMakesItsMailWait(String target, String why) {
        destinations = destinations(null, "*=" + target, "", false);

        MxAnswer.NoRoute none = ((Destination.Nowhere) found("any.test")).why();

        assertThat(none).isInstanceOf(MxAnswer.TemporaryFailure.class);
        assertThat(none.text()).contains("The route of any.test leads nowhere").containsPattern(why);
    }

    @ParameterizedTest
    @CsvSource({"relay.test, VERIFY", "lax.test, ENCRYPT", "clear.test, ENCRYPT"})
    void aPasswordIsSaidUnderTlsOnly(String host, TlsLevel level) throws Exception {
        dns.a(host, "127.0.0.31");
        Path file = Files.writeString(folder.resolve("lax.yaml"), """
                policies:
                  - mx: [lax.test]
                    level: encrypt
                  - mx: [clear.test]
                    level: none
                """);
        destinations = destinations(file, "*=" + host + ":587", host + ":587 us:secret", false);

        assertThat(places("any.test"))
                .extracting(place -> place.hop().terms())
                .containsExactly(Terms.of(level, new Login("us", "secret")));
    }

    @Test
    void aPasswordIsSaidInTheClearWhereTheOperatorAllowsIt() {
        dns.a("relay.test", "127.0.0.31");
        destinations = destinations(null, "*=relay.test:587", "relay.test:587 us:secret", true);

        assertThat(places("any.test"))
                .extracting(place -> place.hop().terms())
                .containsExactly(Terms.of(TlsLevel.MAY, new Login("us", "secret")));
    }

    private Destinations destinations(Path policies, String routes, String logins, boolean inClear) {
        MxResolver resolver = new MxResolver(
                DnsSettings.of(List.of(dns.address())),
                new AddressVetting(Network.parseAll("allow", "127.0.0.0/8")),
                new Random(7));
        TlsPolicies tls = TlsPolicies.of(SmtpTls.with(policies));
        RoutedHosts routed = new RoutedHosts(
                resolver,
                StaticRoutes.parse(routes, 2525),
                RouteLogins.of(Optional.of(logins), Optional.empty(), 2525),
                tls,
                inClear);
        return new Destinations(
                resolver,
                routed,
                new Demands(tls),
                domain -> CompletableFuture.completedFuture(sts.getOrDefault(domain, Answer.NONE)),
                (domain, hosts, family, port) -> CompletableFuture.completedFuture(dane),
                2525);
    }

    private static Answer enforced(String host) {
        return new Answer.Known(new StsPolicy(StsPolicy.Mode.ENFORCE, List.of(host), Duration.ofDays(1)));
    }

    private Destination found(String domain) {
        return destinations.of(domain, Family.V4).toCompletableFuture().join();
    }

    private Set<Place> places(String domain) {
        return Set.copyOf(((Destination.Places) found(domain)).places());
    }
}
