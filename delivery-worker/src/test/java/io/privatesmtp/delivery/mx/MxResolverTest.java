package io.privatesmtp.delivery.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.mx.MxAnswer.Hosts;
import io.privatesmtp.delivery.mx.MxAnswer.NoRoute;
import io.privatesmtp.internet.NameServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

class MxResolverTest {
    private final NameServer dns = NameServer.start();
    private final MxResolver resolver = new MxResolver(
            new DnsSettings(List.of(dns.address()), Duration.ofMillis(300), Duration.ofSeconds(3), 16),
            new AddressVetting(Network.parseAll("allow", "127.0.0.0/8, ::1")),
            new Random(7));

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void hostsComeInTheOrderOfTheirPreference() {
        dns.mx("example.test", 20, "Backup.example.test").mx("example.test", 10, "mx1.example.test");
        dns.a("mx1.example.test", "127.0.0.21").a("backup.example.test", "127.0.0.22");

        Hosts hosts = (Hosts) resolve("example.test");

        assertThat(hosts.candidates())
                .containsExactly(
                        candidate("mx1.example.test", 10, "127.0.0.21"),
                        candidate("backup.example.test", 20, "127.0.0.22"));
    }

    @Test
    void aDomainWithoutMxRecordsIsItsOwnHost() {
        dns.a("example.test", "127.0.0.21");

        assertThat(resolve("EXAMPLE.test.")).isEqualTo(new Hosts(List.of(candidate("example.test", 0, "127.0.0.21"))));
    }

    @Test
    void aliasesAreFollowedForDomainsAndHosts() {
        dns.cname("alias.test", "example.test").mx("example.test", 10, "mx.example.test");
        dns.cname("mx.example.test", "real.example.test").a("real.example.test", "127.0.0.21");

        assertThat(resolve("alias.test")).isEqualTo(new Hosts(List.of(candidate("mx.example.test", 10, "127.0.0.21"))));
    }

    @Test
    void aliasesInACircleAreATemporaryFailure() {
        dns.cname("a.test", "b.test").cname("b.test", "a.test");

        assertThat(resolve("a.test")).isEqualTo(new MxAnswer.TemporaryFailure("a.test: more than 8 aliases in a row"));
    }

    @Test
    void theFamilyOfTheSourceAddressDecides() {
        dns.mx("example.test", 10, "mx.example.test").aaaa("mx.example.test", "::1");

        assertThat(resolver.resolve("example.test", Family.V6)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Hosts(List.of(candidate("mx.example.test", 10, "::1"))));
        assertNoRoute("example.test", "5.4.4", "No mail server of example.test has an IPv4 address");
    }

    /** RFC 5890: asked for by A-labels. */
    @Test
    void internationalisedDomainsAreAskedForInAscii() {
        dns.mx("xn--bcher-kva.test", 10, "mx.example.test").a("mx.example.test", "127.0.0.21");

        assertThat(resolve("Bücher.test"))
                .isEqualTo(new Hosts(List.of(candidate("mx.example.test", 10, "127.0.0.21"))));
    }

    /** RFC 7505 section 3: beside others a null MX says nothing. */
    @Test
    void aNullMxBesideOtherHostsIsNoHost() {
        dns.nullMx("example.test").mx("example.test", 10, "mx.example.test").a("mx.example.test", "127.0.0.21");

        assertThat(resolve("example.test"))
                .isEqualTo(new Hosts(List.of(candidate("mx.example.test", 10, "127.0.0.21"))));
    }

    /** A name server that refuses, or answers about the name behind an alias only, is none that says "no such domain". */
    @Test
    void refusedQuestionsAreATemporaryFailure() {
        dns.refused("refused.test").cname("alias.test", "refused.test");

        assertThat(((NoRoute) resolve("refused.test")).status()).hasToString("4.4.3");
        assertThat(((NoRoute) resolve("alias.test")).status()).hasToString("4.4.3");
    }

    /** RFC 5321 section 5.1: no loop to ourselves. This host's own addresses are never dialled. */
    @Test
    void mailIsNotSentToOurselves() {
        MxResolver strict =
                new MxResolver(DnsSettings.of(List.of(dns.address())), new AddressVetting(List.of()), new Random(7));
        dns.mx("loop.test", 10, "localhost.test").mx("loop.test", 20, "any.test");
        dns.a("localhost.test", "127.0.0.1").a("any.test", "0.0.0.0");

        NoRoute none = (NoRoute)
                strict.resolve("loop.test", Family.V4).toCompletableFuture().join();

        assertThat(none.status()).hasToString("5.4.4");
        assertThat(none.text()).contains("127.0.0.1 (loopback)", "0.0.0.0 (unspecified)");
    }

    @Test
    void nullMxTakesNoMail() {
        dns.nullMx("example.test").a("example.test", "127.0.0.21");

        assertNoRoute("example.test", "5.1.10", "example.test does not accept mail (null MX)");
    }

    @Test
    void domainsThatDoNotExistAreSaidNotToExist() {
        assertNoRoute("nobody.test", "5.1.2", "There is no domain nobody.test");
        assertNoRoute("no domain", "5.1.2", "There is no domain \"no domain\"");
        assertNoRoute("x".repeat(300), "5.1.2", "There is no domain " + "x".repeat(255) + "…");
    }

    @Test
    void mxHostsWithoutAddressAreNotReplacedByTheDomainItself() {
        dns.mx("example.test", 10, "gone.example.test").a("example.test", "127.0.0.21");

        assertNoRoute("example.test", "5.4.4", "No mail server of example.test has an IPv4 address");
    }

    @Test
    void addressesThatMayNotBeDialledAreLeftOut() {
        dns.mx("mixed.test", 10, "in.mixed.test").mx("mixed.test", 20, "out.mixed.test");
        dns.a("in.mixed.test", "10.0.0.1").a("out.mixed.test", "127.0.0.21").a("out.mixed.test", "169.254.169.254");
        dns.a("inside.test", "192.168.1.1").a("inside.test", "10.0.0.1");

        assertThat(resolve("mixed.test")).isEqualTo(new Hosts(List.of(candidate("out.mixed.test", 20, "127.0.0.21"))));
        assertThat(((NoRoute) resolve("inside.test")).text())
                .startsWith("The mail servers of inside.test have no address that may be dialled: ")
                .contains("192.168.1.1 (private)", "10.0.0.1 (private)");
    }

    @Test
    void anIpv4AddressMappedIntoAnAaaaRecordIsRefused() {
        dns.add(new AAAARecord(
                Name.fromConstantString("mapped.test."),
                DClass.IN,
                60,
                HexFormat.of().parseHex("00000000000000000000ffff7f000001")));

        assertThat(resolver.resolve("mapped.test", Family.V6)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new MxAnswer.AllRefused("mapped.test", "::ffff:7f00:1 (embedded IPv4)"));
    }

    @ParameterizedTest
    @CsvSource({
        "[127.0.0.21], V4, 127.0.0.21",
        "[IPv6:::1], V6, ::1",
        "[ipv6:0:0:0:0:0:0:0:1], V6, ::1",
    })
    void addressLiteralsNameTheHostThemselves(String literal, Family family, String address) {
        assertThat(resolver.resolve(literal, family).toCompletableFuture().join())
                .isEqualTo(new Hosts(List.of(candidate(literal.toLowerCase(Locale.ROOT), 0, address))));
        assertThat(dns.queries()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "[127.0.0.21, 5.1.2",
        "[], 5.1.2",
        "[IPv6:127.0.0.1], 5.1.2",
        "[::1], 5.1.2",
        "[localhost], 5.1.2",
        "[10.0.0.1], 5.4.4",
        "[IPv6:::1], 5.4.4",
    })
    void otherLiteralsGoNowhere(String literal, String status) {
        assertThat(((NoRoute) resolve(literal)).status()).hasToString(status);
    }

    @Test
    void failingAndSilentNameServersAreATemporaryFailure() {
        dns.servfail("broken.test").silent("silent.test");
        dns.mx("half.test", 10, "broken.test").mx("half.test", 20, "mx.half.test");
        dns.mx("lost.test", 10, "silent.test").a("mx.half.test", "127.0.0.21");

        assertNoRoute("broken.test", "4.4.3", "broken.test: the name server answers SERVFAIL");
        assertThat(((NoRoute) resolve("silent.test")).status()).hasToString("4.4.3");
        assertThat(((NoRoute) resolve("lost.test")).status()).hasToString("4.4.3");
        assertThat(resolve("half.test")).isEqualTo(new Hosts(List.of(candidate("mx.half.test", 20, "127.0.0.21"))));
    }

    @Test
    void hundredsOfHostsWithHundredsOfAddressesAreBounded() {
        for (int i = 0; i < 300; i++) {
            dns.mx("many.test", 10, "mx" + i + ".many.test");
            for (int j = 1; j <= 10; j++) {
                dns.a("mx" + i + ".many.test", "127.1." + (i % 250) + "." + j);
            }
        }

        Hosts hosts = (Hosts) resolve("many.test");

        assertThat(hosts.candidates())
                .hasSize(5)
                .allSatisfy(host -> assertThat(host.addresses()).hasSize(4));
        assertThat(dns.queries()).hasSizeLessThan(20).anyMatch(query -> query.tcp());
    }

    private MxAnswer resolve(String domain) {
        return resolver.resolve(domain, Family.V4).toCompletableFuture().join();
    }

    private void assertNoRoute(String domain, String status, String text) {
        NoRoute route = (NoRoute) resolve(domain);
        assertThat(route.status()).hasToString(status);
        assertThat(route.text()).isEqualTo(text);
    }

    private static MxCandidate candidate(String host, int preference, String address) {
        return new MxCandidate(host, preference, List.of(InetAddress.ofLiteral(address)));
    }
}
