package io.privatesmtp.delivery.tls;

import static io.privatesmtp.delivery.tls.TestChain.ANCHOR;
import static io.privatesmtp.delivery.tls.TestChain.CERTIFICATES;
import static io.privatesmtp.delivery.tls.TestChain.LEAF;
import static io.privatesmtp.delivery.tls.TestChain.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.dns.SecureDns;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.smtp.CertificateCheck;
import io.privatesmtp.delivery.tls.HostFindings.Finding;
import io.privatesmtp.internet.NameServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 7672, against a name server that signs its zone. */
class DaneTest {
    private final NameServer dns = NameServer.start().signed();

    @TempDir
    private Path folder;

    private Dane dane;

    @BeforeEach
    void zone() throws IOException {
        Files.writeString(folder.resolve("anchors"), dns.anchor() + "\n");
        newDane();
        dns.mx("rcpt.test", 10, "mx.test").a("mx.test", "127.0.0.21");
    }

    /** Which remembers nothing. */
    private void newDane() {
        Path anchors = folder.resolve("anchors");
        dane = new Dane(
                SecureDns.over(DnsSettings.of(List.of(dns.address())), Optional.of(anchors), Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void signedRecordsPinTheCertificate() {
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 3, 1, 1, LEAF));
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 1, 1, 1, LEAF));

        assertThat(found("rcpt.test", "mx.test"))
                .isEqualTo(new Finding.Pinned(DaneCheck.of(
                        Set.of(DaneRecord.of(TestChain.tlsa("_25._tcp.mx.test.", 3, 1, 1, LEAF))),
                        "mx.test",
                        Set.of("rcpt.test", "mx.test"))));
    }

    @Test
    void aDomainThatIsItsOwnHostCanPinItsCertificate() {
        dns.a("self.test", "127.0.0.21").add(TestChain.tlsa("_25._tcp.self.test.", 2, 0, 1, ANCHOR));

        assertThat(found("self.test", "self.test")).isInstanceOf(Finding.Pinned.class);
    }

    /** RFC 7672 section 3.2.2: under a trust anchor the certificate may name the domain, and what that is an alias of. */
    @Test
    void theCertificateMayNameWhatTheDomainIsAnAliasOf() {
        dns.cname("alias.test", "leaf.dane.test").mx("leaf.dane.test", 10, "mx.test");
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 2, 0, 1, ANCHOR));

        assertPassed(found("alias.test", "mx.test"));
        assertPassed(found("leaf.dane.test", "mx.test"));
    }

    /** RFC 7671 section 7: the records of what the host is an alias of come first, and then the server is asked for by that name. */
    @Test
    void recordsOfWhatTheHostIsAnAliasOfComeBeforeItsOwn() {
        dns.mx("alias.test", 10, "mx.alias.test").cname("mx.alias.test", "leaf.dane.test");
        dns.a("leaf.dane.test", "127.0.0.21");
        dns.add(TestChain.tlsa("_25._tcp.mx.alias.test.", 3, 0, 1, OTHER));
        assertThat(check(found("alias.test", "mx.alias.test")).serverName()).isEqualTo("mx.alias.test");

        newDane();
        dns.add(TestChain.tlsa("_25._tcp.leaf.dane.test.", 2, 0, 1, ANCHOR));

        Finding finding = found("alias.test", "mx.alias.test");
        assertPassed(finding);
        assertThat(check(finding).serverName()).isEqualTo("leaf.dane.test");
    }

    @Test
    void theCertificateMayNameTheHostWhoseRecordsAreElsewhere() {
        dns.mx("alias.test", 10, "leaf.dane.test").cname("leaf.dane.test", "mx.test");
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 2, 0, 1, ANCHOR));

        assertPassed(found("alias.test", "leaf.dane.test"));
    }

    private static void assertPassed(Finding finding) {
        assertThatCode(() -> check(finding).check(CERTIFICATES)).doesNotThrowAnyException();
    }

    private static CertificateCheck check(Finding finding) {
        return ((Finding.Pinned) finding).check();
    }

    @Test
    void withoutRecordsNothingIsDemanded() {
        assertThat(found("rcpt.test", "mx.test")).isEqualTo(new Finding.Nothing());
    }

    @Test
    void recordsOfNoUseDemandTlsAllTheSame() {
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 1, 1, 1, LEAF));

        assertThat(found("rcpt.test", "mx.test")).isEqualTo(new Finding.Unusable());
    }

    @Test
    void recordsCountOnlyWhereTheMxRecordsAreSignedToo() {
        dns.unsigned("plain.test").mx("plain.test", 10, "mx.test");
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 3, 1, 1, LEAF));

        assertThat(found("plain.test", "mx.test")).isEqualTo(new Finding.Nothing());
    }

    @Test
    void recordsOfAHostInAnUnsignedZoneDoNotCount() {
        dns.unsigned("plain.test").mx("half.test", 10, "mx.plain.test").a("mx.plain.test", "127.0.0.21");
        dns.add(TestChain.tlsa("_25._tcp.mx.plain.test.", 3, 1, 1, LEAF));

        assertThat(found("half.test", "mx.plain.test")).isEqualTo(new Finding.Nothing());
    }

    @Test
    void recordsWhoseSignaturesAreMissingStopTheMail() {
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 3, 1, 1, LEAF)).stripped("_25._tcp.mx.test");

        assertThat(found("rcpt.test", "mx.test")).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void mxRecordsWhoseSignaturesAreMissingStopTheMail() {
        dns.stripped("rcpt.test");

        assertThat(found("rcpt.test", "mx.test")).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void nameServersThatFailStopTheMail() {
        dns.servfail("_25._tcp.mx.test");

        assertThat(found("rcpt.test", "mx.test")).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void aHostThatTheSignedMxRecordsDoNotNameGetsNothing() {
        dns.a("evil.test", "127.0.0.66");

        assertThat(found("rcpt.test", "evil.test"))
                .isEqualTo(new Finding.Broken("evil.test is not among the signed MX records of rcpt.test"));
    }

    @Test
    void aZoneThatIsNotSignedByTheKeysOfTheRootStopsTheMail() {
        dns.add(TestChain.tlsa("_25._tcp.mx.test.", 3, 1, 1, LEAF));
        dane = new Dane(SecureDns.over(DnsSettings.of(List.of(dns.address())), Optional.empty(), Clock.systemUTC()));

        assertThat(found("rcpt.test", "mx.test")).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void answersAreRemembered() {
        found("rcpt.test", "mx.test");
        int asked = dns.queries().size();

        found("rcpt.test", "mx.test");

        assertThat(dns.queries()).hasSize(asked);
    }

    private Finding found(String domain, String host) {
        return dane.of(domain, Set.of(host), Family.V4, 25)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join()
                .get(host);
    }
}
