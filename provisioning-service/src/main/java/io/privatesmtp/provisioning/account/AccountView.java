package io.privatesmtp.provisioning.account;

import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.submission.OnFailure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account as callers see it. */
public record AccountView(
        String id,
        @Nullable String name,
        AccountState state,
        AccountLimits limits,
        OnFailure onFailure,
        Instant openedAt,
        long version) {
    public static AccountView of(Account account) {
        return new AccountView(
                account.id,
                account.name,
                account.state,
                new AccountLimits(account.perHour, account.perDay),
                account.onFailure,
                account.openedAt,
                account.version);
    }
}
