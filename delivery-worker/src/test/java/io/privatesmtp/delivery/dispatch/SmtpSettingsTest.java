package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.delivery.smtp.SmtpTimeouts;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator gets who sets nothing. */
class SmtpSettingsTest {
    private final SmtpSettings settings = new SmallRyeConfigBuilder()
            .withMapping(SmtpSettings.class)
            .withConverter(Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
            .build()
            .getConfigMapping(SmtpSettings.class);

    /** RFC 5321 section 4.5.3.2: a client that gives up earlier sends messages twice. */
    @Test
    void serversGetTheTimeThatTheStandardGivesThem() {
        SmtpTimeouts timeouts = settings.timeouts().toTimeouts();

        assertThat(timeouts.greeting()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.command()).isEqualTo(Duration.ofMinutes(5));
        assertThat(timeouts.content()).isEqualTo(Duration.ofMinutes(3));
        assertThat(timeouts.endOfData()).isEqualTo(Duration.ofMinutes(10));
        assertThat(timeouts).isEqualTo(SmtpTimeouts.DEFAULT);
    }

    @Test
    void nothingButPublicAddressesIsDialled() {
        assertThat(settings.allowNetworks()).isEmpty();
        assertThat(settings.port()).isEqualTo(25);
    }
}
