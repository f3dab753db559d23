package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.routing.Database;
import io.privatesmtp.routing.LogPositions;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Folds one fact after the other. A fact is acknowledged when the database has committed what it came to and the broker
 * has the records of the rows it touched; while one of them is away, the fact waits and is tried again.
 */
@ApplicationScoped
class ProvisioningConsumer {
    private static final Logger LOG = Logger.getLogger(ProvisioningConsumer.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(10);

    private final Database database;
    private final RuleStore store;
    private final LogPositions positions;
    private final CatchUp catchUp;
    private final CorruptFacts corruptFacts;

    ProvisioningConsumer(
            Database database, RuleStore store, LogPositions positions, CatchUp catchUp, CorruptFacts corruptFacts) {
        this.database = database;
        this.store = store;
        this.positions = positions;
        this.catchUp = catchUp;
        this.corruptFacts = corruptFacts;
    }

    /** Never fails, so that nothing is ever refused: one record after the other, in the order of the log. */
    @Incoming("provisioning-events")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    @SuppressWarnings("unchecked")
    Uni<Void> take(Message<byte[]> message) {
        ConsumerRecord<byte[], byte[]> record = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
        return Uni.createFrom()
                .deferred(() -> settle(record))
                .onFailure()
                .invoke(e -> LOG.warnf(e, "fact %d-%d waits", record.partition(), record.offset()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACK_OFF, LAST_BACK_OFF)
                .indefinitely()
                .chain(() -> Uni.createFrom().completionStage(message.ack()));
    }

    private Uni<Void> settle(ConsumerRecord<byte[], byte[]> record) {
        Fact fact;
        Scope scope;
        try {
            fact = Fact.read(header(record, Headers.CE_TYPE), record.value());
            scope = fact.scope();
        } catch (RuntimeException e) {
            return setAside(record, e);
        }
        return fold(record, fact, scope)
                .chain(catchUp::folded)
                .onFailure(Unfoldable.class)
                .recoverWithUni(e -> setAside(record, ((Unfoldable) e).why));
    }

    /** What the fact comes to, and how far the log is folded, in one transaction; answers the rows it touched. */
    private Uni<Set<TableKey>> fold(ConsumerRecord<byte[], byte[]> record, Fact fact, Scope scope) {
        return database.exclusively(session -> store.load(session, scope).chain(before -> {
            RuleBook.Folded folded = apply(before, fact);
            return store.save(session, before, folded.book())
                    .chain(() -> position(session, record))
                    .replaceWith(folded.touched());
        }));
    }

    private Uni<Void> setAside(ConsumerRecord<byte[], byte[]> record, RuntimeException why) {
        return corruptFacts
                .setAside(record, why)
                .chain(() -> database.exclusively(session -> position(session, record)))
                .chain(() -> catchUp.folded(Set.of()));
    }

    private Uni<Void> position(Mutiny.StatelessSession session, ConsumerRecord<?, ?> folded) {
        return positions.save(session, folded.topic(), folded.partition(), folded.offset() + 1);
    }

    private static RuleBook.Folded apply(RuleBook book, Fact fact) {
        try {
            return book.apply(fact);
        } catch (RuntimeException e) {
            throw new Unfoldable(e);
        }
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The fact itself cannot be folded, now or ever. */
    private static final class Unfoldable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RuntimeException why;

        private Unfoldable(RuntimeException why) {
            super(why);
            this.why = why;
        }
    }
}
