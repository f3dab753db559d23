package io.privatesmtp.bus.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.routing.ControlScope.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlScopeTest {
    @ParameterizedTest
    @CsvSource({
        "account:acme, account:acme",
        "domain:Bücher.Example., domain:xn--bcher-kva.example",
        "source:2001:DB8:0::0025, source:2001:db8::25",
        "recipient-domain:MAIL.example.net, recipient-domain:mail.example.net",
        "recipient-domain:[127.0.0.9], recipient-domain:[127.0.0.9]",
        "recipient-domain:[ipv6:2001:DB8::1], recipient-domain:[IPv6:2001:db8::1]",
        "message:acme/a/b:c, message:acme/a/b:c",
        "message:/mail.outbound-0-17, message:/mail.outbound-0-17",
    })
    void aScopeHasOneSpelling(String given, String canonical) {
        ControlScope scope = ControlScope.parse("scope", given);

        assertThat(scope).hasToString(canonical).isEqualTo(ControlScope.parse("scope", canonical));
    }

    @Test
    void aMessageIsKnownByItsAccountAndId() {
        assertThat(ControlScope.parse("scope", "message:acme/x/y")).isEqualTo(ControlScope.message("acme", "x/y"));
        assertThat(ControlScope.parse("scope", "message:/x")).isEqualTo(ControlScope.message(null, "x"));
        assertThat(ControlScope.parse("scope", "domain:acme.example"))
                .isEqualTo(new ControlScope(Kind.DOMAIN, "acme.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "*",
                "all:mail",
                "account:",
                "account:Acme",
                "domain:",
                "domain:*.example",
                "source:example.net",
                "source:",
                "recipient-domain:[mail]",
                "message:01JD",
                "message:acme/",
                "message:acme/a b"
            })
    void whatIsNoScopeIsRefused(String text) {
        assertThatExceptionOfType(ContractViolation.class)
                .isThrownBy(() -> ControlScope.parse("scope", text))
                .withMessageStartingWith("scope");
    }
}
