package io.privatesmtp.delivery.tls;

import static io.privatesmtp.delivery.tls.TestChain.ANCHOR;
import static io.privatesmtp.delivery.tls.TestChain.CERTIFICATES;
import static io.privatesmtp.delivery.tls.TestChain.LEAF;
import static io.privatesmtp.delivery.tls.TestChain.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;

/** RFC 7672 section 3.1. */
class DaneCheckTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void theServersOwnCertificateIsPinnedWhateverItsNames(int selector, int matching) {
        assertThatCode(() -> check("elsewhere.test", CERTIFICATES, record(3, selector, matching, LEAF)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check("leaf.dane.test", CERTIFICATES, record(3, selector, matching, OTHER)))
                .isInstanceOf(CertificateException.class)
                .hasMessage("the certificate matches none of the 1 TLSA records");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "0, 2", "1, 0", "1, 1", "1, 2"})
    void anAnchorIsPinnedForCertificatesUnderItThatNameTheHost(int selector, int matching) {
        DaneRecord anchor = record(2, selector, matching, ANCHOR);

        assertThatCode(() -> check("leaf.dane.test", CERTIFICATES, anchor)).doesNotThrowAnyException();
        assertThatCode(() -> check("a.wild.test", CERTIFICATES, anchor)).doesNotThrowAnyException();
        for (String host : List.of("other.dane.test", "wild.test", "a.b.wild.test")) {
            assertThatThrownBy(() -> check(host, CERTIFICATES, anchor)).isInstanceOf(CertificateException.class);
        }
    }

    /** RFC 7672 section 3.2.3: the common name counts where there is no DNS name, and the most specific one only. */
    @ParameterizedTest
    @CsvSource({
        "common, common.dane.test, true",
        "common, other.dane.test, false",
        "wildcard, a.wild.test, true",
        "wildcard, a.b.wild.test, false",
        "outdone, common.dane.test, false",
        "outdone, other.dane.test, true",
        "address, common.dane.test, true",
        "several, common.dane.test, true",
        "several, outer.dane.test, false",
        "garbled, common.dane.test, false",
        "nameless, common.dane.test, false",
    })
    void underAnAnchorTheCommonNameIsLookedAtWhereThereIsNoDnsName(String certificate, String host, boolean named) {
        List<X509Certificate> chain = TestChain.named(certificate);
        ThrowingCallable check = () -> check(host, chain, record(2, 0, 1, chain.get(1)));

        if (named) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check).isInstanceOf(CertificateException.class);
        }
    }

    @Test
    void anAnchorThatOnlyStandsBesideTheCertificateVouchesForNothing() {
        assertThatThrownBy(() -> check("leaf.dane.test", List.of(OTHER, ANCHOR), record(2, 1, 1, ANCHOR)))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(() -> check("leaf.dane.test", List.of(LEAF), record(2, 1, 1, ANCHOR)))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void oneRecordOfSeveralThatMatchesIsEnough() {
        assertThatCode(() -> check("x.test", CERTIFICATES, record(3, 1, 1, OTHER), record(3, 1, 1, LEAF)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 32",
        "1, 1, 1, 32",
        "4, 1, 1, 32",
        "3, 2, 1, 32",
        "3, 1, 3, 32",
        "3, 1, 1, 31",
        "3, 1, 2, 32",
    })
    void otherAndMalformedRecordsAreOfNoUse(int usage, int selector, int matching, int octets) {
        Name owner = Name.fromConstantString("_25._tcp.mx.test.");

        assertThat(DaneRecord.of(new TLSARecord(owner, DClass.IN, 60, usage, selector, matching, new byte[octets])))
                .isNull();
    }

    @Test
    void checksAreEqualWhereTheyAskForTheSame() {
        assertThat(DaneCheck.of(Set.of(record(3, 1, 1, LEAF)), "mx.test", Set.of("a.test", "mx.test")))
                .isEqualTo(DaneCheck.of(Set.of(record(3, 1, 1, LEAF)), "mx.test", Set.of("b.test", "mx.test")));
        assertThat(DaneCheck.of(Set.of(record(2, 1, 1, ANCHOR)), "mx.test", Set.of("a.test", "mx.test")))
                .isNotEqualTo(DaneCheck.of(Set.of(record(2, 1, 1, ANCHOR)), "mx.test", Set.of("b.test", "mx.test")));
    }

    private static void check(String host, List<X509Certificate> chain, DaneRecord... records)
            throws CertificateException {
        DaneCheck.of(Set.of(records), host, Set.of("rcpt.test", host)).check(chain);
    }

    private static DaneRecord record(int usage, int selector, int matching, X509Certificate certificate) {
        return DaneRecord.of(TestChain.tlsa("_25._tcp.mx.test.", usage, selector, matching, certificate));
    }
}
