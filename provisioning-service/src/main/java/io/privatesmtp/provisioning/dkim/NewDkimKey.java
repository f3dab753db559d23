package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.provisioning.access.SenderDomain;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key to make.
 *
 * @param domain that publishes the public half: a sender domain that no other account has
 * @param selector under which it does, in lower case; a new one where it is not given
 * @param algorithm rsa-sha256 where it is not given
 */
public record NewDkimKey(String domain, @Nullable String selector, Algorithm algorithm) {
    private static final int MAX_NAME = 253;

    public NewDkimKey(@Nullable String domain, @Nullable String selector, @Nullable Algorithm algorithm) {
        this.domain = SenderDomain.canonical("domain", domain);
        this.selector = selector == null
                ? null
                : DkimReference.selector("selector", selector).toLowerCase(Locale.ROOT);
        this.algorithm = algorithm == null ? Algorithm.RSA : algorithm;
        Require.that(
                this.selector == null
                        || DkimKey.recordName(this.selector, this.domain).length() <= MAX_NAME,
                "selector",
                selector,
                "must leave the record's name within " + MAX_NAME + " characters");
    }
}
