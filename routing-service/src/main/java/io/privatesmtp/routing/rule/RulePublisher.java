package io.privatesmtp.routing.rule;

import io.privatesmtp.routing.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/**
 * Publishes rows as they stand in the database. Reading and publishing happen under the lock that changes need, so that
 * of two instances none writes an older row over a newer one.
 */
@ApplicationScoped
class RulePublisher {
    private final Database database;
    private final RuleStore store;
    private final TableWriter writer;

    RulePublisher(Database database, RuleStore store, TableWriter writer) {
        this.database = database;
        this.store = store;
        this.writer = writer;
    }

    /** Done when the broker has the current record of each row. */
    Uni<Void> publish(Collection<TableKey> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return database.exclusively(session -> store.load(session, Scope.ofKeys(keys))
                .chain(book -> Database.context(writer.write(keys.stream()
                        .map(key -> TableWriter.row(key, book.record(key)))
                        .toList()))));
    }
}
