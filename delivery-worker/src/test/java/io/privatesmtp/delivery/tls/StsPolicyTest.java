package io.privatesmtp.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dns.DnsReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** RFC 8461 sections 3.1, 3.2 and 4.1. */
class StsPolicyTest {
    private static final String POLICY = """
            version: STSv1\r
            mode: enforce\r
            mx: mail.example.com\r
            mx: *.Example.net\r
            something: else\r
            max_age: 604800\r
            """;

    @Test
    void aPolicyIsReadWithEitherLineEnd() {
        StsPolicy policy = StsPolicy.parse(POLICY);

        assertThat(policy)
                .isEqualTo(new StsPolicy(
                        StsPolicy.Mode.ENFORCE, List.of("mail.example.com", "*.example.net"), Duration.ofDays(7)));
        assertThat(StsPolicy.parse(POLICY.replace("\r", ""))).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.com, true",
        "other.example.com, false",
        "a.example.net, true",
        "a.b.example.net, false",
        "example.net, false",
        "evilexample.net, false",
        "com, false",
    })
    void hostsAreNamedWholeOrByTheirFirstLabel(String host, boolean named) {
        assertThat(StsPolicy.parse(POLICY).names(host)).isEqualTo(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Not found</html>",
                "version: STSv1\nmode: enforce\nmx: a.example",
                "version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1",
                "mode: enforce\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode: strict\nmx: a.example\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: *\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.*.example\nmax_age: 1",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: -1",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 99999999999",
            })
    void whatIsNoPolicyIsNone(String text) {
        assertThat(StsPolicy.parse(text)).isNull();
    }

    @Test
    void ofAFieldThatComesTwiceTheFirstCounts() {
        assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmode: enforce\nmax_age: 60\nmax_age: 1"))
                .isEqualTo(new StsPolicy(StsPolicy.Mode.NONE, List.of(), Duration.ofMinutes(1)));
    }

    @Test
    void spacesWithinAndAroundValuesAreNoTrouble() {
        String spaces = " ".repeat(60_000);

        assertThat(StsPolicy.parse("version : STSv1 \n mode:\tnone\nmax_age:60 \nx: a" + spaces + "b\n" + spaces))
                .isEqualTo(new StsPolicy(StsPolicy.Mode.NONE, List.of(), Duration.ofMinutes(1)));
    }

    @Test
    void noPolicyHoldsForMoreThanAYear() {
        assertThat(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 4000000000")
                        .maxAge())
                .isEqualTo(Duration.ofSeconds(31_557_600));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=STSv1; id=20160831085700Z;|20160831085700Z",
                "v=STSv1;id=a|a",
                "v=STSv1; more=x; id=b1; less=y;|b1",
                "v=STSv1; id=;|",
                "v=STSv1; id=a-b;|",
                "v=STSv1; id=123456789012345678901234567890123|",
                "v=STSv2; id=a;|",
                "v=spf1 -all|",
                "v=STSv1|",
                "v=STSv1 ; id=a|a",
            })
    void theRecordNamesThePolicy(String text, String id) {
        assertThat(StsRecord.id(txt(text))).isEqualTo(id);
    }

    @Test
    void otherRecordsAreNotMindedAndTwoOfThePoliciesAreNone() {
        assertThat(StsRecord.id(txt("v=spf1 -all", "v=STSv1; id=a"))).isEqualTo("a");
        assertThat(StsRecord.id(txt("v=STSv1; id=a", "v=STSv1; id=a"))).isNull();
        assertThat(StsRecord.id(txt("v=STSv1;", "v=STSv1; id=a"))).isNull();
        assertThat(StsRecord.id(new DnsReply.NoName(5))).isNull();
    }

    /** RFC 8461 section 3.1: what does not begin with the version and its semicolon is discarded before they are counted. */
    @ParameterizedTest
    @ValueSource(strings = {"v=STSv10; id=b;", "v=STSv1", "v=STSv1 ; id=b", "v=STSv1-draft; id=b", "v=stsv1; id=b"})
    void recordsOfAnotherVersionHideNothing(String other) {
        assertThat(StsRecord.id(txt(other, "v=STSv1; id=a"))).isEqualTo("a");
        assertThat(StsRecord.id(txt("v=STSv1; id=a", other))).isEqualTo("a");
    }

    private static DnsReply txt(String... texts) {
        Name name = Name.fromConstantString("_mta-sts.example.com.");
        return new DnsReply.Found(
                Arrays.stream(texts)
                        .map(text -> (Record) new TXTRecord(name, DClass.IN, 60, text))
                        .toList(),
                60);
    }
}
