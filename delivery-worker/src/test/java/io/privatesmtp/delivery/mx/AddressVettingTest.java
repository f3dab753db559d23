package io.privatesmtp.delivery.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressVettingTest {
    private final AddressVetting vetting = new AddressVetting(List.of());

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.0.0.0,                          unspecified
            0.1.2.3,                          unspecified
            10.0.0.0,                         private
            10.255.255.255,                   private
            100.64.0.0,                       carrier-grade NAT
            100.127.255.255,                  carrier-grade NAT
            100.100.100.200,                  metadata
            127.0.0.1,                        loopback
            127.255.255.254,                  loopback
            168.63.129.16,                    metadata
            169.254.0.1,                      link-local
            169.254.169.254,                  metadata
            172.16.0.1,                       private
            172.31.255.255,                   private
            192.0.0.8,                        reserved
            192.0.0.192,                      metadata
            192.0.2.1,                        documentation
            192.31.196.1,                     reserved
            192.52.193.1,                     reserved
            192.88.99.1,                      reserved
            192.168.0.1,                      private
            192.168.255.255,                  private
            192.175.48.1,                     reserved
            198.18.0.1,                       benchmark
            198.19.255.255,                   benchmark
            198.51.100.7,                     documentation
            203.0.113.7,                      documentation
            224.0.0.1,                        multicast
            239.255.255.255,                  multicast
            240.0.0.1,                        reserved
            255.255.255.254,                  reserved
            255.255.255.255,                  broadcast
            ::,                               unspecified
            ::1,                              loopback
            ::2,                              embedded IPv4
            ::8.8.8.8,                        embedded IPv4
            64:ff9b::10.0.0.1,                'embedded IPv4, private'
            64:ff9b::127.0.0.1,               'embedded IPv4, loopback'
            64:ff9b::169.254.169.254,         'embedded IPv4, metadata'
            64:ff9b:1::8.8.8.8,               reserved
            100::1,                           reserved
            1fff:ffff::1,                     reserved
            2001:0:a00:1::,                   'embedded IPv4, private'
            2001:0:808:808:0:0:f5ff:fffe,     'embedded IPv4, private'
            2001:0:808:808:0:0:80ff:fffe,     'embedded IPv4, loopback'
            2001:2::1,                        benchmark
            2001:10::1,                       reserved
            2001:20::1,                       reserved
            2001:1ff:ffff::1,                 reserved
            2001:db8::25,                     documentation
            2002:a00:1::1,                    'embedded IPv4, private'
            2002:7f00:1::1,                   'embedded IPv4, loopback'
            2002:a9fe:a9fe::1,                'embedded IPv4, metadata'
            2620:4f:8000::1,                  reserved
            3fff::1,                          documentation
            4000::1,                          reserved
            5f00::1,                          reserved
            fc00::1,                          private
            fd00:ec2::254,                    metadata
            fd20:ce::254,                     metadata
            fdff:ffff::1,                     private
            fe80::1,                          link-local
            febf::1,                          link-local
            fec0::1,                          private
            ff02::1,                          multicast
            ff0e::1,                          multicast
            """)
    void addressesOfNoMailServerAreRefused(String address, String reason) {
        assertThat(vetting.refusal(ip(address))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "64:ff9b::8.8.8.8",
        "2000::1",
        "2001:200::1",
        "2001:0:808:808:0:0:f7f7:f7f7",
        "2002:808:808::1",
        "2a00:1450:4001::1b",
        "2606:4700::1",
        "3ffe::1"
    })
    void addressesOfTheInternetAreAllowed(String address) {
        assertThat(vetting.refusal(ip(address))).isNull();
    }

    @Test
    void mappedAddressesAreRefusedWhateverTheyMap() throws UnknownHostException {
        InetAddress mapped =
                Inet6Address.getByAddress(null, HexFormat.of().parseHex("00000000000000000000ffff08080808"), -1);

        assertThat(vetting.refusal(mapped)).isEqualTo("embedded IPv4");
    }

    @Test
    void allowedNetworksOverrideTheList() {
        AddressVetting lenient = new AddressVetting(Network.parseAll("allow", "127.0.0.0/24, fd00::/16"));

        assertThat(lenient.allows(ip("127.0.0.21"))).isTrue();
        assertThat(lenient.allows(ip("64:ff9b::127.0.0.21"))).isTrue();
        assertThat(lenient.allows(ip("fd00:ec2::254"))).isTrue();
        assertThat(lenient.allows(ip("127.0.1.21"))).isFalse();
        assertThat(lenient.allows(ip("fd01::1"))).isFalse();
    }

    private static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
