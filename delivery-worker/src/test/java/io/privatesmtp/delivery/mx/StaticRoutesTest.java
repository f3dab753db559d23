package io.privatesmtp.delivery.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.ContractViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticRoutesTest {
    private static final StaticRoutes ROUTES = StaticRoutes.parse(
            "a.example=relay.example:587, *.a.example = 192.0.2.1:2525,\nx.a.example=[2001:db8::1], "
                    + "own.example=mx, Bücher.example=mx.Partner.example:25, *=smart.example",
            25);

    @ParameterizedTest
    @CsvSource({
        "a.example, relay.example:587",
        "A.Example., relay.example:587",
        "b.a.example, [192.0.2.1]:2525",
        "c.b.a.example, [192.0.2.1]:2525",
        "x.a.example, [IPv6:2001:db8::1]:25",
        "y.x.a.example, [192.0.2.1]:2525",
        "xn--bcher-kva.example, mx.partner.example:25",
        "other.example, smart.example:25",
        "ba.example, smart.example:25",
        "[192.0.2.9], smart.example:25",
    })
    void theNearestRouteIsTaken(String domain, String target) {
        assertThat(ROUTES.of(domain)).hasToString(target);
    }

    @Test
    void domainsThatGoByMxHaveNoRoute() {
        assertThat(ROUTES.of("own.example")).isNull();
        assertThat(StaticRoutes.parse("", 25).of("a.example")).isNull();
        assertThat(StaticRoutes.parse("a.example=relay.example", 25).of("b.example"))
                .isNull();
    }

    @Test
    void portsAreAllThatRoutesLeadTo() {
        assertThat(ROUTES.ports()).containsExactlyInAnyOrder(587, 2525, 25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.example|must be domain=host:port",
                "=relay.example|must be domain=host:port",
                "a b=relay.example|must be domain=host:port",
                "*a.example=relay.example|must be domain=host:port",
                "a.example=|must be host:port",
                "a.example=relay.example:|must be host:port",
                "a.example=relay.example:0|must be host:port",
                "a.example=relay.example:70000|must be host:port",
                "a.example=2001:db8::1|must be host:port",
                "a.example=300.1.1.1:25|must be host:port",
                "a.example=r.example, A.example.=s.example|must name a domain once",
            })
    void errorsNameTheEntryAndTheRule(String text, String rule) {
        assertThatThrownBy(() -> StaticRoutes.parse(text, 25))
                .isInstanceOf(ContractViolation.class)
                .hasMessageContaining("psr.routes")
                .hasMessageContaining(rule);
    }
}
