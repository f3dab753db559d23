package io.privatesmtp.delivery.receipt;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits what the ledgers say, every second, with receipt positions as metadata. A record that stays unsettled for long
 * holds the committed offset back and nothing else: receipts stand for all that was settled after it.
 */
final class ReceiptCommitHandler implements KafkaCommitHandler {
    private static final Logger LOG = Logger.getLogger(ReceiptCommitHandler.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Found by the name in {@code mp.messaging.incoming.*.commit-strategy}. */
    @ApplicationScoped
    @Identifier("psr")
    static class Factory implements KafkaCommitHandler.Factory {
        private final PartitionLedgers ledgers;

        Factory(PartitionLedgers ledgers) {
            this.ledgers = ledgers;
        }

        @Override
        public KafkaCommitHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new ReceiptCommitHandler(ledgers, consumer, vertx);
        }
    }

    private final PartitionLedgers ledgers;
    private final KafkaConsumer<?, ?> consumer;
    private final Membership membership;
    private final Vertx vertx;
    private final long timer;

    private ReceiptCommitHandler(PartitionLedgers ledgers, KafkaConsumer<?, ?> consumer, Vertx vertx) {
        this.ledgers = ledgers;
        this.consumer = consumer;
        this.vertx = vertx;
        this.membership = new Membership();
        this.timer = vertx.setPeriodic(INTERVAL.toMillis(), id -> commitSoon());
    }

    @Override
    public void partitionsAssigned(Collection<TopicPartition> partitions) {
        membership.confirmed();
        ledgers.assigned(consumer.unwrap(), partitions, membership::sure);
    }

    @Override
    public void partitionsRevoked(Collection<TopicPartition> partitions) {
        ledgers.revoked(consumer.unwrap(), partitions);
        Sluice.of(String.valueOf(consumer.configuration().get(ConsumerConfig.GROUP_ID_CONFIG)))
                .gone(partitions);
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
        // The ledger is told directly; acknowledging the message of the channel means nothing more.
        return Uni.createFrom().voidItem();
    }

    @Override
    public void terminate(boolean graceful) {
        vertx.cancelTimer(timer);
        if (graceful) {
            // The consumer is closed next, and with it partitions are revoked, drained and committed.
            LOG.debug("the channel ends");
        }
    }

    private void commitSoon() {
        commitOn(consumer);
    }

    private <K, V> void commitOn(KafkaConsumer<K, V> of) {
        java.util.function.Consumer<Consumer<K, V>> commit = this::commit;
        of.runOnPollingThread(commit)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("commit: %s", failure.getMessage()));
    }

    private void commit(Consumer<?, ?> polled) {
        if (membership.mustAsk()) {
            membership.ask(polled);
        }
        Map<TopicPartition, OffsetAndMetadata> commits = ledgers.toCommit(polled.assignment());
        if (!commits.isEmpty()) {
            polled.commitAsync(commits, (offsets, failure) -> {
                if (failure != null) {
                    LOG.warnf("offsets were not committed: %s", failure.getMessage());
                    ledgers.commitFailed(offsets.keySet());
                }
            });
        }
    }
}
