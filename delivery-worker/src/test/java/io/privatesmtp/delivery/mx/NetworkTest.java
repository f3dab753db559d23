package io.privatesmtp.delivery.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    @Test
    void oneAddressIsANetworkOfItsOwn() {
        Network one = Network.parse("f", "192.0.2.7");

        assertThat(one).hasToString("192.0.2.7/32").isEqualTo(Network.parse("f", "192.0.2.7/32"));
        assertThat(one.contains(InetAddress.ofLiteral("192.0.2.7"))).isTrue();
        assertThat(one.contains(InetAddress.ofLiteral("192.0.2.8"))).isFalse();
    }

    @Test
    void familiesDoNotMix() {
        assertThat(Network.parse("f", "0.0.0.0/0").contains(InetAddress.ofLiteral("::1")))
                .isFalse();
        assertThat(Network.parse("f", "::/0").contains(InetAddress.ofLiteral("127.0.0.1")))
                .isFalse();
    }

    @Test
    void networksAreReadFromAList() {
        assertThat(Network.parseAll("f", " 127.0.0.0/8 ,fd00::/8,, ")).hasToString("[127.0.0.0/8, fd00::/8]");
        assertThat(Network.parseAll("f", " ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "example.test/8",
                "fd00::1/8",
                "::/129"
            })
    void whatIsNoNetworkIsNamed(String text) {
        assertThatThrownBy(() -> Network.parse("psr.smtp.allow-networks", text))
                .hasMessageContaining("psr.smtp.allow-networks")
                .hasMessageContaining("must");
    }

    @Property
    void anAddressIsInsideWhenItsFirstBitsAreThePrefix(
            @ForAll @Size(4) byte[] prefix, @ForAll @Size(4) byte[] other, @ForAll @IntRange(max = 32) int bits)
            throws UnknownHostException {
        BigInteger cut = new BigInteger(1, prefix).shiftRight(32 - bits);
        Network network = Network.parse("f", text(cut.shiftLeft(32 - bits)) + "/" + bits);

        boolean same = new BigInteger(1, other).shiftRight(32 - bits).equals(cut);

        assertThat(network.contains(InetAddress.getByAddress(other))).isEqualTo(same);
        assertThat(network.contains(InetAddress.getByAddress(prefix))).isTrue();
    }

    private static String text(BigInteger number) {
        long bits = number.longValue();
        return (bits >> 24 & 0xff) + "." + (bits >> 16 & 0xff) + "." + (bits >> 8 & 0xff) + "." + (bits & 0xff);
    }
}
