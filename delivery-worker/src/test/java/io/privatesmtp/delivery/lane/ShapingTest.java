package io.privatesmtp.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapingTest {
    private static final Shaping SHIPPED = Shaping.standard(PlayedLane.SETTINGS);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "gmail-smtp-in.l.google.com, google",
        "alt3.gmail-smtp-in.l.google.com, google",
        "ASPMX.L.GOOGLE.COM, google",
        "aspmx2.googlemail.com, google",
        "smtp.google.com, google",
        "outlook-com.olc.protection.outlook.com, microsoft-consumer",
        "acme-example.mail.protection.outlook.com, microsoft-365",
        "acme-example.a-v1.mx.microsoft, microsoft-365",
        "mta7.am0.yahoodns.net, yahoo",
        "mx02.mail.icloud.com, apple",
        "mx00.emig.gmx.net, united-internet",
        "mx1.comcast.net, comcast",
        "mx.acme.example, mx.acme.example",
        "evilgoogle.com, evilgoogle.com",
        "mx.google.com.evil.example, mx.google.com.evil.example",
        "google, google.",
        "[192.0.2.1], [192.0.2.1]"
    })
    void hostsOfAProviderAreOneSite(String host, String site) {
        assertThat(SHIPPED.site(host)).isEqualTo(site);
    }

    @Test
    void shippedLimitsAreTheProvidersAndOthersAreTheSettings() {
        assertThat(SHIPPED.limits("yahoo").messagesPerSession()).isEqualTo(20);
        assertThat(SHIPPED.limits("google").sessions()).isEqualTo(5);
        assertThat(SHIPPED.limits("mx.acme.example"))
                .isEqualTo(new SiteLimits(20, 100, null, 50, Duration.ofSeconds(30), Duration.ofMinutes(15)));
    }

    @Test
    void anOperatorsEntryGoesBeforeTheShippedOnes() throws IOException {
        Shaping own = with("""
                sites:
                  - name: partner
                    mx: ["mx*.partner.example"]
                    rate: 600/min
                    recipients: 1
                    first-pause: 5m
                    longest-pause: 2h
                  - name: google
                    mx: ["*.google.com"]
                    sessions: 50
                """);

        assertThat(own.site("mx7.partner.example")).isEqualTo("partner");
        assertThat(own.limits("partner"))
                .isEqualTo(new SiteLimits(
                        20, 100, new Rate(600, Duration.ofMinutes(1)), 1, Duration.ofMinutes(5), Duration.ofHours(2)));
        assertThat(own.limits(own.site("aspmx2.googlemail.com")).sessions()).isEqualTo(50);
        assertThat(own.limits("yahoo").messagesPerSession()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mx: ['*.a.example']|name \"null\"|must be 1 to 40",
                "name: a.b|name \"a.b\"|must be 1 to 40",
                "name: ours|site ours, mx|at least one pattern",
                "{name: ours, mx: ['a b']}|site ours, mx \"a b\"|must be a host name",
                "{name: ours, mx: [a], sessions: 0}|site ours, sessions \"0\"|must be 1 to 1000",
                "{name: ours, mx: [a], recipients: 51}|site ours, recipients \"51\"|must be 1 to 50",
                "{name: ours, mx: [a], rate: fast}|site ours, rate \"fast\"|must be like 600/min",
                "{name: ours, mx: [a], rate: 0/s}|site ours, rate \"0/s\"|must be like 600/min",
                "{name: ours, mx: [a], first-pause: 2d}|site ours, first-pause \"2d\"|must be 1s to 24h",
                "{name: ours, mx: [a], longest-pause: 1s}|site ours, longest-pause|must not be shorter",
                "{name: ours, mx: [a], sesions: 5}|line 2|sesions"
            })
    void errorsNameFileEntryAndRule(String entry, String where, String rule) {
        assertThatThrownBy(() -> with("sites:\n  - " + entry + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own.yaml")
                .hasMessageContaining(where)
                .hasMessageContaining(rule);
    }

    private Shaping with(String yaml) throws IOException {
        return Shaping.with(Files.writeString(folder.resolve("own.yaml"), yaml), PlayedLane.SETTINGS);
    }
}
