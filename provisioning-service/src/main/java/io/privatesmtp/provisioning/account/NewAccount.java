package io.privatesmtp.provisioning.account;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.provisioning.access.Text;
import org.jspecify.annotations.Nullable;

/**
 * An account to open.
 *
 * @param id 1 to 40 of a-z, 0-9 and hyphen
 * @param name for people, at most 200 characters
 * @param limits on shared addresses, 200 an hour and 2,000 a day where none are given
 * @param onFailure how senders hear of failures, by events alone where it is not given
 */
public record NewAccount(String id, @Nullable String name, AccountLimits limits, OnFailure onFailure) {
    private static final int MAX_NAME = 200;

    public NewAccount(
            @Nullable String id, @Nullable String name, @Nullable AccountLimits limits, @Nullable OnFailure onFailure) {
        this.id = Require.account("id", id);
        this.name = Text.bounded("name", name, MAX_NAME);
        this.limits = limits == null ? AccountLimits.DEFAULT : limits;
        this.onFailure = onFailure == null ? OnFailure.EVENTS : onFailure;
    }
}
