package io.privatesmtp.delivery.quota;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalLong;

/**
 * How many recipients may be written to through shared addresses. What an account's row of {@code routing.accounts} says goes
 * before.
 */
@ConfigMapping(prefix = "psr.quota")
public interface QuotaSettings {
    /** Recipients of one account in an hour of the clock (UTC). */
    @WithDefault("200")
    long perHour();

    /** Recipients of one account in a day (UTC). */
    @WithDefault("2000")
    long perDay();

    /** Of mail that belongs to no account. */
    WithoutAccount withoutAccount();

    /** All mail that belongs to no account, together. */
    interface WithoutAccount {
        /** Recipients in an hour of the clock (UTC); unlimited where it is not set. */
        OptionalLong perHour();

        /** Recipients in a day (UTC); unlimited where it is not set. */
        OptionalLong perDay();
    }
}
