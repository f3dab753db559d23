package io.privatesmtp.routing;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Transactions that may be begun on any thread: each runs on a Vert.x context of its own, as Hibernate Reactive needs. */
@ApplicationScoped
public class Database {
    /** Work in a transaction; whatever it waits for, it must go on with on the transaction's {@link #context}. */
    @FunctionalInterface
    public interface Work<T> extends Function<Mutiny.StatelessSession, Uni<T>> {}

    /** Names the lock that lets one instance at a time change or publish the tables. */
    private static final long TABLES_LOCK = 0x726f7574696e67L;

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;

    Database(Vertx vertx, Mutiny.SessionFactory sessions) {
        this.vertx = vertx;
        this.sessions = sessions;
    }

    public <T> Uni<T> inTransaction(Work<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(go ->
                    sessions.withStatelessTransaction(work::apply).subscribe().with(emitter::complete, emitter::fail));
        });
    }

    /** A transaction that begins when no other of this kind runs, on any instance. */
    public <T> Uni<T> exclusively(Work<T> work) {
        return inTransaction(
                session -> session.createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
                        .setParameter("lock", TABLES_LOCK)
                        .getSingleResult()
                        .chain(locked -> work.apply(session)));
    }

    /** Brings back to the transaction's context what something outside of it answers. */
    public static <T> Uni<T> context(Uni<T> outside) {
        Context context = Vertx.currentContext();
        return outside.emitOn(task -> context.runOnContext(go -> task.run()));
    }
}
