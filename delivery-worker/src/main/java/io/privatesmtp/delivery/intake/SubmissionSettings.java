package io.privatesmtp.delivery.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What submissions must have. */
@ConfigMapping(prefix = "psr.submission")
public interface SubmissionSettings {
    /** Whether a submission must belong to an account: named by its topic, by itself or by the rule of its domain. */
    @WithDefault("false")
    boolean accountRequired();
}
