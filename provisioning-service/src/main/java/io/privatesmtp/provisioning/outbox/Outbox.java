package io.privatesmtp.provisioning.outbox;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.provisioning.Change;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.provisioning.access.Act;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs every change of state, and writes its fact in the same transaction: what is in the database will be on the bus,
 * and nothing else will. Such a transaction locks the row of the account (or of an address that is nobody's) first, so
 * the facts of an account are numbered in the order in which they become visible.
 */
@ApplicationScoped
public class Outbox {
    private static final int RACES = 3;

    private final RelayWakeUp relay;

    Outbox(RelayWakeUp relay) {
        this.relay = relay;
    }

    /**
     * Runs a change in a transaction. When another one was faster to take a name, it runs again and then sees that name
     * taken, so that the caller hears which.
     */
    public <T> Uni<T> transaction(Supplier<Uni<T>> change) {
        return Panache.withTransaction(change)
                .onFailure(LostRace::is)
                .retry()
                .atMost(RACES)
                .invoke(relay::wake);
    }

    /**
     * Writes the fact of a change, and its line of the history.
     *
     * @param account whose fact it is, null for an address that is nobody's
     */
    public Uni<Void> append(FactType type, Aggregate subject, @Nullable String account, Act act) {
        return Panache.getSession()
                .chain(session -> session.flush()
                        .chain(() -> nextSequence(session))
                        .chain(sequence -> session.persistAll(
                                entry(type, subject, account, act, sequence),
                                line(type.type(), subject.id(), subject.version(), account, act, sequence))));
    }

    /** Writes a line of the history alone, for a change that is nobody's business on the bus. */
    public Uni<Void> note(String type, String subject, long version, String account, Act act) {
        return Panache.getSession()
                .chain(session -> session.flush()
                        .chain(() -> nextSequence(session))
                        .chain(sequence -> session.persist(line(type, subject, version, account, act, sequence))));
    }

    private static Uni<Long> nextSequence(Mutiny.Session session) {
        return session.createNativeQuery("select nextval('fact_sequence')", Long.class)
                .getSingleResult();
    }

    private static OutboxEntry entry(
            FactType type, Aggregate subject, @Nullable String account, Act act, long sequence) {
        Change change = new Change(account, subject.version(), sequence, act.actor(), act.reason(), act.at());
        OutboxEntry entry = new OutboxEntry();
        entry.id = sequence;
        entry.key = account == null ? subject.id() : account;
        entry.type = type.type();
        entry.at = act.at();
        entry.payload = Json.write(subject.fact(change));
        return entry;
    }

    private static HistoryEntry line(
            String type, String subject, long version, @Nullable String account, Act act, long sequence) {
        HistoryEntry line = new HistoryEntry();
        line.id = sequence;
        line.account = account;
        line.type = type;
        line.subject = subject;
        line.version = version;
        line.actor = act.actor();
        line.reason = act.reason();
        line.at = act.at();
        return line;
    }
}
