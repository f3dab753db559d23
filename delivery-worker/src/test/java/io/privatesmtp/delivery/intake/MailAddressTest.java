package io.privatesmtp.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.ContractViolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.net                 | example.net",
                "ann+tag/x=y@Example.NET         | example.net",
                "\"ann b\"@example.net           | example.net",
                "\"a\\\"@\\\\b\"@example.net     | example.net",
                "zoë@bücher.example              | xn--bcher-kva.example",
                "ann@xn--bcher-kva.example       | xn--bcher-kva.example",
                "ann@[192.0.2.1]                 | [192.0.2.1]",
                "ann@[IPv6:2001:DB8:0:0::1]      | [IPv6:2001:db8::1]",
                "ann@localhost                   | localhost",
            })
    void mailboxOfRfc5321IsRead(String address, String domain) {
        assertThat(MailAddress.parse("to", address).domain()).isEqualTo(domain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "ann",
                "ann@",
                "@example.net",
                "ann@.net",
                "ann@example..net",
                "ann@example.net.",
                ".ann@example.net",
                "ann.@example.net",
                "a..b@example.net",
                "a b@example.net",
                "<ann@example.net>",
                "ann@example.net>",
                "ann@exam ple.net",
                "ann@example.net\r\nRCPT TO:<x@y.example>",
                "ann\0@example.net",
                "a\u0085b@example.net",
                "\"ann@example.net",
                "\"a\"b\"@example.net",
                "\"ann\\\"@example.net",
                "ann@[192.0.2.1",
                "ann@[192.0.2.256]",
                "ann@[IPv6:192.0.2.1]",
                "ann@[2001:db8::1]",
                "ann@[tag:x]",
                "ann@-example.net",
                "a(b)@example.net",
                "ann@@example.net",
                "ann,bob@example.net",
                "ann@example.net SIZE=1",
                "\uD800@example.net"
            })
    void anythingElseIsRefused(String address) {
        assertThatThrownBy(() -> MailAddress.parse("to", address))
                .isInstanceOf(ContractViolation.class)
                .hasMessageStartingWith("to \"");
    }

    @ParameterizedTest
    @CsvSource({"64,10,true", "65,10,false", "1,63,true", "64,189,true", "64,190,false", "1,100000,false"})
    void lengthsAreThoseOfRfc5321(int local, int domain, boolean fits) {
        StringBuilder name = new StringBuilder("d".repeat(domain));
        for (int i = 60; i < name.length() - 1; i += 61) {
            name.setCharAt(i, '.');
        }
        String address = "l".repeat(local) + "@" + name;

        if (fits) {
            assertThat(MailAddress.parse("to", address).address()).isEqualTo(address);
        } else {
            assertThatThrownBy(() -> MailAddress.parse("to", address)).isInstanceOf(ContractViolation.class);
        }
    }
}
