package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.delivery.smtp.TlsLevel;
import io.privatesmtp.delivery.tls.TlsSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** The settings as they are read from properties. */
final class SmtpTls {
    private SmtpTls() {}

    static TlsSettings with(Path policyFile) {
        return with(policyFile, TlsLevel.MAY);
    }

    static TlsSettings with(Path policyFile, TlsLevel level) {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SmtpSettings.class)
                .withDefaultValue("psr.smtp.tls.level", level.text());
        if (policyFile != null) {
            config.withDefaultValue("psr.smtp.tls.policy-file", policyFile.toString());
        }
        return config.build().getConfigMapping(SmtpSettings.class).tls();
    }
}
