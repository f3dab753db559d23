package io.privatesmtp.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Each thing has one spelling, whatever text comes in. */
class CanonicalFormsTest {
    @Property
    void anAddressHasOneSpelling(@ForAll("almostAddresses") String text) {
        spelling(Ip::canonical, text)
                .ifPresent(once -> assertThat(Ip.canonical("ip", once)).isEqualTo(once));
    }

    @Property
    void anAddressIsReadAsItWasWritten(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);

        assertThat(Ip.parse("ip", Ip.text(address))).isEqualTo(address);
    }

    @Property
    void aDomainHasOneSpelling(@ForAll("almostDomains") String text) {
        spelling(DomainName::canonical, text)
                .ifPresent(
                        once -> assertThat(DomainName.canonical("domain", once)).isEqualTo(once));
    }

    @Property
    void anOriginIsReadAsItWasWritten(
            @ForAll("topics") String topic,
            @ForAll @LongRange(min = 0, max = Integer.MAX_VALUE) long partition,
            @ForAll @LongRange(min = 0) long offset) {
        Origin origin = new Origin(topic, (int) partition, offset);

        assertThat(Origin.parse(origin.toString())).isEqualTo(origin);
    }

    @Property
    void whatIsNoOriginIsRefused(@ForAll("almostOrigins") String text) {
        spelling((field, value) -> Origin.parse(value).toString(), text);
    }

    /** The canonical spelling, or nothing where the text is refused; any other exception fails the property. */
    private static Optional<String> spelling(BinaryOperator<String> canonical, String text) {
        try {
            return Optional.of(canonical.apply("field", text));
        } catch (ContractViolation refused) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> almostAddresses() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("0123456789abcdefABCDEF:.").ofMaxLength(45),
                Arbitraries.integers().between(0, 300).list().ofSize(4).map(CanonicalFormsTest::dotted),
                Arbitraries.of("", "::", "::1", "0:0::0", "::FFFF:192.0.2.1", "1:2:3:4:5:6:7::", "fe80::1%lo"),
                Arbitraries.strings().ofMaxLength(60));
    }

    @Provide
    Arbitrary<String> almostDomains() {
        Arbitrary<String> labels = Arbitraries.strings()
                .withChars("abzABZ019-_.。üßéＡ\u00ad\u200d中")
                .ofMaxLength(70);
        return Arbitraries.oneOf(labels, Arbitraries.strings().ofMaxLength(300), Arbitraries.of("", ".", "a.", "xn--"));
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.strings().withChars("abcz019.-_").ofMinLength(1).ofMaxLength(80);
    }

    @Provide
    Arbitrary<String> almostOrigins() {
        return Arbitraries.oneOf(
                Arbitraries.strings().withChars("a-.0123456789").ofMaxLength(40),
                Arbitraries.strings().ofMaxLength(40));
    }

    private static String dotted(java.util.List<Integer> numbers) {
        return numbers.get(0) + "." + numbers.get(1) + "." + numbers.get(2) + "." + numbers.get(3);
    }
}
