package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.dispatch.Way.Place;
import io.privatesmtp.delivery.lane.LaneSettings;
import io.privatesmtp.delivery.lane.Shaping;
import io.privatesmtp.delivery.smtp.NextHop;
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

    private final Place a = host("mx1.rcpt.test", 10, "192.0.2.1");
    private final Place b = host("mx2.rcpt.test", 10, "192.0.2.2");
    private final Place backup = host("backup.rcpt.test", 20, "192.0.2.3");

    @Test
    void equalHostsAreOneSiteInWhicheverOrderTheyAreDrawn() {
        assertThat(site(a, b, backup)).isEqualTo("mx1.rcpt.test");
        assertThat(site(b, a, backup)).isEqualTo("mx1.rcpt.test");
        assertThat(Way.of(List.of(b, a), SHAPING).hops()).containsExactly(b.hop(), a.hop());
    }

    @Test
    void aProvidersHostsAreOneSite() {
        assertThat(site(host("alt1.aspmx.l.google.com", 1, "192.0.2.9"))).isEqualTo("google");
        assertThat(site(host("gmail-smtp-in.l.google.com", 5, "192.0.2.8"))).isEqualTo("google");
    }

    private static String site(Place... places) {
        return Way.of(List.of(places), SHAPING).site();
    }

    private static Place host(String name, int preference, String address) {
        return new Place(new NextHop(name, InetAddress.ofLiteral(address), 25), preference);
    }
}
