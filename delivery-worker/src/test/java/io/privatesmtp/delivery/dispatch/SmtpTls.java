package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.tls.TlsSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** The settings as they are read from properties. */
final class SmtpTls {
    private SmtpTls() {}

    static TlsSettings with(Path policyFile) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SmtpSettings.class);
        if (policyFile != null) {
            config.withDefaultValue("psr.smtp.tls.policy-file", policyFile.toString());
        }
        return config.build().getConfigMapping(SmtpSettings.class).tls();
    }
}
