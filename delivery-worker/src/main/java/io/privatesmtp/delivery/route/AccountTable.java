package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountLimits;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The accounts and their states. Written by the follower's thread, read by all. */
public final class AccountTable {
    private final ConcurrentHashMap<String, AccountEntry> accounts = new ConcurrentHashMap<>();

    void put(AccountEntry account) {
        accounts.put(account.account(), account);
    }

    void remove(String account) {
        accounts.remove(account);
    }

    /** What the account's row says of its limits; null where it says nothing. */
    public @Nullable AccountLimits limits(String account) {
        AccountEntry entry = accounts.get(account);
        return entry == null ? null : entry.limits();
    }

    public @Nullable AccountEntry get(String account) {
        return accounts.get(account);
    }
}
