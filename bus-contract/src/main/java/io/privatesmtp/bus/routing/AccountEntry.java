package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.submission.OnFailure;
import org.jspecify.annotations.Nullable;

/**
 * An account as delivery workers see it: the value of {@code routing.accounts}.
 *
 * @param limits on shared addresses; null for the workers' own default
 */
public record AccountEntry(
        String account, AccountState state, @Nullable AccountLimits limits, OnFailure onFailure, long version) {
    public AccountEntry(
            @Nullable String account,
            @Nullable AccountState state,
            @Nullable AccountLimits limits,
            @Nullable OnFailure onFailure,
            long version) {
        this.account = Require.account("account", account);
        this.state = Require.present("state", state);
        this.limits = limits;
        this.onFailure = onFailure == null ? OnFailure.EVENTS : onFailure;
        this.version = version;
    }
}
