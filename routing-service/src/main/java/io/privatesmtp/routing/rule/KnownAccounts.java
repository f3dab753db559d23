package io.privatesmtp.routing.rule;

import io.privatesmtp.routing.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The accounts that any fact spoke of. */
@ApplicationScoped
public class KnownAccounts {
    private final Database database;
    private final RuleStore store;

    KnownAccounts(Database database, RuleStore store) {
        this.database = database;
        this.store = store;
    }

    public Uni<Boolean> knows(String account) {
        return database.inTransaction(session -> store.load(session, Scope.ofAccount(account, false)))
                .map(book -> book.accounts().containsKey(account));
    }
}
