package io.privatesmtp.delivery.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.bus.ContractViolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    /** What a manifest puts together of an address whose family it does not know. */
    @ParameterizedTest
    @CsvSource({
        "[192.0.2.1]:7025, 192.0.2.1:7025",
        "192.0.2.1:7025, 192.0.2.1:7025",
        "[2001:DB8:0::1]:7025, [2001:db8::1]:7025",
        "node-1.example:0, node-1.example:0"
    })
    void addressMayStandInBrackets(String text, String said) {
        Endpoint endpoint = Endpoint.parse("psr.egress.door.listen", text);

        assertThat(endpoint).hasToString(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2001:db8::1:7025", "192.0.2.1", "[192.0.2.1:7025", "[192.0.2.300]:7025", "192.0.2.1:70250", ""})
    void anythingElseIsRefusedWithTheSetting(String text) {
        assertThatThrownBy(() -> Endpoint.parse("psr.egress.door.listen", text))
                .isInstanceOf(ContractViolation.class)
                .hasMessageContaining("psr.egress.door.listen");
    }
}
