package io.privatesmtp.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.privatesmtp.delivery.mx.RouteTarget;
import io.privatesmtp.delivery.smtp.Login;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteLoginsTest {
    @TempDir
    private Path folder;

    @Test
    void loginsStandInAFileAndInASetting() throws IOException {
        Path file =
                Files.writeString(folder.resolve("logins"), "# ours\n\nsmart.example:587  us:pass:word with spaces\n");

        RouteLogins logins = RouteLogins.of(Optional.of("192.0.2.1 me:secret"), Optional.of(file), 25);

        assertThat(logins.of(target("smart.example:587"))).isEqualTo(new Login("us", "pass:word with spaces"));
        assertThat(logins.of(target("192.0.2.1:25"))).isEqualTo(new Login("me", "secret"));
        assertThat(logins.of(target("smart.example:25"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "smart.example:587 hunter2", "smart.example:587 :hunter2", "no/host us:hunter2"})
    void errorsNameTheLineAndNeverThePassword(String line) {
        assertThatThrownBy(() -> RouteLogins.of(Optional.of("a.example us:x\n" + line), Optional.empty(), 25))
                .hasMessageContaining("psr.routes.credentials, line 2")
                .hasMessageContaining("must be host:port")
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void aLoginIsPrintedWithoutItsPassword() {
        assertThat(new Login("us", "hunter2").toString()).contains("us").doesNotContain("hunter2");
    }

    @Test
    void routesAndTheirLoginsAreReadFromProperties() {
        RouteSettings settings = new SmallRyeConfigBuilder()
                .withMapping(RouteSettings.class)
                .withSources(new io.smallrye.config.PropertiesConfigSource(
                        Map.of(
                                "psr.routes", "a.example=relay.example:587",
                                "psr.routes.credentials", "relay.example:587 us:x",
                                "psr.routes.auth-in-clear", "true"),
                        "test"))
                .build()
                .getConfigMapping(RouteSettings.class);

        assertThat(settings.all()).contains("a.example=relay.example:587");
        assertThat(settings.credentials()).contains("relay.example:587 us:x");
        assertThat(settings.authInClear()).isTrue();
    }

    private static RouteTarget target(String text) {
        return RouteTarget.parse("test", text, 25);
    }
}
