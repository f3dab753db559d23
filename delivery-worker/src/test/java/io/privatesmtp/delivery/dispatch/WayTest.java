package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.lane.LaneSettings;
import io.privatesmtp.delivery.lane.Shaping;
import io.privatesmtp.delivery.mx.MxAnswer;
import io.privatesmtp.delivery.mx.MxCandidate;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WayTest {
    private static final Shaping SHAPING = Shaping.standard(new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(LaneSettings.class)
            .build()
            .getConfigMapping(LaneSettings.class));

    private final MxCandidate a = host("mx1.rcpt.test", 10, "192.0.2.1");
    private final MxCandidate b = host("mx2.rcpt.test", 10, "192.0.2.2");
    private final MxCandidate backup = host("backup.rcpt.test", 20, "192.0.2.3");

    @Test
    void equalHostsAreOneSiteInWhicheverOrderTheyAreDrawn() {
        assertThat(site(a, b, backup)).isEqualTo("mx1.rcpt.test");
        assertThat(site(b, a, backup)).isEqualTo("mx1.rcpt.test");
        assertThat(hops(b, a)).containsExactly("mx2.rcpt.test", "mx1.rcpt.test");
    }

    @Test
    void aProvidersHostsAreOneSite() {
        assertThat(site(host("alt1.aspmx.l.google.com", 1, "192.0.2.9"))).isEqualTo("google");
        assertThat(site(host("gmail-smtp-in.l.google.com", 5, "192.0.2.8"))).isEqualTo("google");
    }

    @Test
    void domainsShareATransactionWhereHostsRanksAndAddressesAreTheSame() {
        assertThat(Way.places(hosts(a, b))).isEqualTo(Way.places(hosts(b, a)));

        assertThat(Way.places(hosts(a, b))).isNotEqualTo(Way.places(hosts(a)));
        assertThat(Way.places(hosts(a, b))).isNotEqualTo(Way.places(hosts(a, host("mx2.rcpt.test", 20, "192.0.2.2"))));
        assertThat(Way.places(hosts(a, b))).isNotEqualTo(Way.places(hosts(a, host("mx2.rcpt.test", 10, "192.0.2.7"))));
    }

    private static String site(MxCandidate... candidates) {
        return Way.of(hosts(candidates), 25, SHAPING).site();
    }

    private static List<String> hops(MxCandidate... candidates) {
        return Way.of(hosts(candidates), 25, SHAPING).hops().stream()
                .map(hop -> hop.host())
                .toList();
    }

    private static MxAnswer.Hosts hosts(MxCandidate... candidates) {
        return new MxAnswer.Hosts(List.of(candidates));
    }

    private static MxCandidate host(String name, int preference, String address) {
        return new MxCandidate(name, preference, List.of(InetAddress.ofLiteral(address)));
    }
}
