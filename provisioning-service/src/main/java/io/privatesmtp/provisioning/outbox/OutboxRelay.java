package io.privatesmtp.provisioning.outbox;

import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries facts from the outbox to the bus, in order, for ever: a fact is deleted after the broker acknowledged it, so
 * a crash in between publishes it twice, under the same id, and never loses it. Of several services one relays; the
 * others wait for its lock.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 200;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final DataSource database;
    private final Map<String, Object> kafka;
    private final RelayWakeUp wakeUp;
    private final RelayStatus status;
    private @Nullable Thread thread;

    OutboxRelay(
            DataSource database,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            RelayWakeUp wakeUp,
            RelayStatus status) {
        this.database = database;
        this.kafka = kafka;
        this.wakeUp = wakeUp;
        this.status = status;
    }

    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 10) StartupEvent event) {
        start();
    }

    void atEnd(@Observes ShutdownEvent event) {
        stop();
    }

    synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
        }
    }

    synchronized void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    private void run() {
        try {
            while (true) {
                relayUntilFailure();
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            LOG.debug("the relay stops");
        } finally {
            status.stopped();
        }
    }

    private void relayUntilFailure() throws InterruptedException {
        try {
            Optional<RelaySession> session = RelaySession.open(database);
            if (session.isEmpty()) {
                status.standsBy();
                return;
            }
            try (RelaySession mine = session.get();
                    FactPublisher publisher = new FactPublisher(kafka)) {
                LOG.info("relaying facts to the bus");
                while (true) {
                    drain(mine, publisher);
                    status.relays();
                    wakeUp.await(LOOK);
                }
            }
        } catch (SQLException | ExecutionException | KafkaException e) {
            InterruptedException stopped = interruption(e);
            if (stopped != null) {
                throw stopped;
            }
            status.failed(e);
            LOG.warnf("the relay starts again in %s: %s", RETRY, e.getMessage());
        }
    }

    private void drain(RelaySession session, FactPublisher publisher)
            throws SQLException, ExecutionException, InterruptedException {
        List<WaitingFact> facts;
        do {
            facts = session.waiting(BATCH);
            for (List<WaitingFact> run : WaitingFact.runs(facts)) {
                publisher.publish(run);
                session.delete(run);
                status.published(run.size());
            }
        } while (facts.size() == BATCH);
    }

    /** The Kafka client and the driver wrap an interrupt in exceptions of their own. */
    private static @Nullable InterruptedException interruption(Exception failure) {
        if (Thread.currentThread().isInterrupted()
                || failure instanceof org.apache.kafka.common.errors.InterruptException) {
            return new InterruptedException(failure.getMessage());
        }
        return null;
    }
}
