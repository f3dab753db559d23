package io.privatesmtp.delivery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsSettingsTest {
    @Test
    void serversAreReadWithAndWithoutPort() {
        assertThat(DnsSettings.parse("127.0.0.1:5353, 192.0.2.1 ,[2001:db8::1]:54,2001:db8::2,[2001:db8::3]")
                        .servers())
                .containsExactly(
                        server("127.0.0.1", 5353),
                        server("192.0.2.1", 53),
                        server("2001:db8::1", 54),
                        server("2001:db8::2", 53),
                        server("2001:db8::3", 53));
    }

    @Test
    void theSystemsServersAreAskedWhenNoneAreNamed() {
        assertThat(DnsSettings.parse(" ").servers()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {",", "dns.example.test:53", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:x", "[::1"
            })
    void whatIsNoServerIsNamed(String servers) {
        assertThatThrownBy(() -> DnsSettings.parse(servers)).hasMessageContaining("psr.dns.servers");
    }

    private static InetSocketAddress server(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }
}
