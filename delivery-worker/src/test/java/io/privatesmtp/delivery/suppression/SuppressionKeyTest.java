package io.privatesmtp.delivery.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.delivery.message.Recipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppressionKeyTest {
    @ParameterizedTest
    @CsvSource({
        "Ann@Example.NET, ann@example.net",
        "ann@bücher.example, ann@xn--bcher-kva.example",
        "ANN@XN--BCHER-KVA.example, ann@xn--bcher-kva.example",
        "a/b+c@example.net, a/b+c@example.net",
        "JÜRGEN@example.net, jürgen@example.net",
        "ann@[127.0.0.9], ann@[127.0.0.9]",
        "ann@[ipv6:2001:DB8::1], ann@[IPv6:2001:db8::1]",
    })
    void oneMailboxHasOneKeyHoweverItIsWritten(String written, String canonical) {
        assertThat(SuppressionKey.of("acme", written).text()).isEqualTo("acme/" + canonical);
        assertThat(SuppressionKey.parse("acme/" + written).text()).isEqualTo("acme/" + canonical);
    }

    @Test
    void aRecipientAndTheKeyThatItBouncedUnderAreTheSame() {
        Recipient recipient = new Recipient(0, "Ann@Bücher.example", "xn--bcher-kva.example");

        assertThat(SuppressionKey.of("acme", recipient)).isEqualTo(SuppressionKey.of("acme", recipient.address()));
        assertThat(SuppressionKey.of(null, recipient).text()).isEqualTo("_/ann@xn--bcher-kva.example");
        assertThat(SuppressionKey.parse("_/ann@xn--bcher-kva.example").account())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.net",
        "acme/ann",
        "Acme/ann@example.net",
        "/ann@example.net",
        "acme/",
        "acme/a b@example.net"
    })
    void whatIsNoKeyIsRefused(String key) {
        assertThatThrownBy(() -> SuppressionKey.parse(key)).isInstanceOf(ContractViolation.class);
    }
}
