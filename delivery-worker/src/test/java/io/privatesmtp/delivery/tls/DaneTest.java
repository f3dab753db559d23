package io.privatesmtp.delivery.tls;

import static io.privatesmtp.delivery.tls.TestChain.ANCHOR;
import static io.privatesmtp.delivery.tls.TestChain.LEAF;
import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dns.DnsSettings;
import io.privatesmtp.delivery.dns.SecureDns;
import io.privatesmtp.delivery.mx.Family;
import io.privatesmtp.delivery.tls.HostFindings.Finding;
import io.privatesmtp.internet.NameServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path anchors = Files.writeString(folder.resolve("anchors"), dns.anchor() + "\n");
        dane = new Dane(SecureDns.over(DnsSettings.of(List.of(dns.address())), Optional.of(anchors)));
        dns.mx("rcpt.test", 10, "mx.test").a("mx.test", "127.0.0.21");
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
                        "rcpt.test",
                        "mx.test")));
    }

    @Test
    void aDomainThatIsItsOwnHostCanPinItsCertificate() {
        dns.a("self.test", "127.0.0.21").add(TestChain.tlsa("_25._tcp.self.test.", 2, 0, 1, ANCHOR));

        assertThat(found("self.test", "self.test")).isInstanceOf(Finding.Pinned.class);
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
        dane = new Dane(SecureDns.over(DnsSettings.of(List.of(dns.address())), Optional.empty()));

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
