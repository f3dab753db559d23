package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.routing.AccountEntry;
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

    public @Nullable AccountEntry get(String account) {
        return accounts.get(account);
    }
}
