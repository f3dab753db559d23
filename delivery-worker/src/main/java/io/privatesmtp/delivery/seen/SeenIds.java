package io.privatesmtp.delivery.seen;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.receipt.AssignmentListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which ids were accepted within 24 hours, of the partitions that this worker holds. An id belongs to the first submission
 * of its account, in its topic and partition, that was accepted under it; any other that bears it is a copy. A submission
 * that meets its own entry was delivered to us again, and is none.
 */
@ApplicationScoped
public class SeenIds implements AssignmentListener {
    private static final Logger LOG = Logger.getLogger(SeenIds.class);

    private static final CompletableFuture<Void> WRITTEN = CompletableFuture.completedFuture(null);

    private final SeenLog log;
    private final Clock clock;
    private final IdMemory memory;
    private final ConcurrentHashMap<TopicPartition, PartitionIds> held = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<IdHash, CompletableFuture<Void>> unacknowledged = new ConcurrentHashMap<>();

    @Inject
    SeenIds(SeenLog log, Clock clock, SeenSettings settings) {
        this(
                log,
                clock,
                settings.maxBytes() > 0
                        ? settings.maxBytes()
                        : Runtime.getRuntime().maxMemory() / 4);
    }

    /** @param maxBytes of memory, for all partitions */
    SeenIds(SeenLog log, Clock clock, long maxBytes) {
        this.log = log;
        this.clock = clock;
        this.memory = new IdMemory(maxBytes);
    }

    /**
     * The submission that this one is a copy of, or null where it is none, as far as is known yet. Completed once the
     * entry of that one is acknowledged: should a crash lose the entry, the copy may turn out to be the first.
     *
     * @param account that it is, or would be, admitted under; null for nobody's
     */
    public @Nullable CompletableFuture<Origin> originalOf(Mail mail, @Nullable String account) {
        PartitionIds ids = idsOf(mail);
        if (ids == null) {
            return null;
        }
        IdHash id = hash(mail, account);
        Origin original = other(mail, ids.first(id, clock.instant()));
        return original == null ? null : acknowledged(id).thenApply(v -> original);
    }

    /**
     * The submission is accepted, and its id belongs to it unless it does to another: that one's coordinates come then.
     * Completed with null once the entry is acknowledged, and at once for a message without an id. Before that, nothing
     * may be done that would keep the record from being looked at again after a crash.
     */
    public CompletableFuture<@Nullable Origin> claim(Mail mail, @Nullable String account) {
        PartitionIds ids = idsOf(mail);
        if (ids == null) {
            return CompletableFuture.completedFuture(null);
        }
        Instant now = clock.instant();
        IdHash id = hash(mail, account);
        long offset = mail.origin().offset();
        Origin other = other(mail, ids.claim(id, offset, now));
        if (other == null) {
            makeRoom(List.of());
            // Once more where it stood there already: that it does is known to us, and not whether it is acknowledged.
            write(id, log.accepted(id, partition(mail.origin()), offset, now));
        }
        return acknowledged(id).thenApply(v -> other);
    }

    private void write(IdHash id, CompletableFuture<Void> written) {
        unacknowledged.put(id, written);
        written.whenComplete((v, e) -> unacknowledged.remove(id, written));
    }

    private CompletableFuture<Void> acknowledged(IdHash id) {
        return unacknowledged.getOrDefault(id, WRITTEN);
    }

    /** The submission is refused after all, and its id is free for a better one. */
    public CompletableFuture<Void> takeBack(Mail mail, @Nullable String account) {
        PartitionIds ids = idsOf(mail);
        IdHash id = hash(mail, account);
        long offset = mail.origin().offset();
        if (ids == null || ids.first(id, clock.instant()) != offset) {
            return CompletableFuture.completedFuture(null);
        }
        return log.takenBack(id, partition(mail.origin())).thenRun(() -> ids.takeBack(id, offset));
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, PartitionIds> taken = new HashMap<>();
        for (TopicPartition partition : partitions) {
            if (!partition.topic().startsWith(Topics.RETRY_PREFIX)) {
                taken.put(partition, new PartitionIds(memory));
            }
        }
        if (!taken.isEmpty()) {
            log.read(taken.keySet(), new Restoring(taken));
            taken.forEach((partition, ids) -> discard(held.put(partition, ids)));
        }
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            discard(held.remove(partition));
        }
    }

    private static void discard(@Nullable PartitionIds ids) {
        if (ids != null) {
            ids.discard();
        }
    }

    /** Ids known, for the metrics. */
    public int size() {
        return held.values().stream().mapToInt(PartitionIds::size).sum();
    }

    /** Bytes they take. */
    public long bytes() {
        return memory.bytes();
    }

    /** Null where it has no id, or its partition went to another worker. */
    private @Nullable PartitionIds idsOf(Mail mail) {
        return mail.named() ? held.get(partition(mail.origin())) : null;
    }

    private static @Nullable Origin other(Mail mail, long first) {
        Origin own = mail.origin();
        return first == PartitionIds.NONE || first == own.offset()
                ? null
                : new Origin(own.topic(), own.partition(), first);
    }

    private static IdHash hash(Mail mail, @Nullable String account) {
        return IdHash.of(mail.origin(), account, mail.messageId());
    }

    private static TopicPartition partition(Origin origin) {
        return new TopicPartition(origin.topic(), origin.partition());
    }

    /** Forgets whole hours, the oldest first, until the rest fits. */
    private void makeRoom(Collection<PartitionIds> beingTaken) {
        while (memory.exceeded()) {
            List<PartitionIds> all = new ArrayList<>(held.values());
            all.addAll(beingTaken);
            long oldest = all.stream().mapToLong(PartitionIds::oldestHour).min().orElse(Long.MAX_VALUE);
            if (oldest == Long.MAX_VALUE) {
                return;
            }
            LOG.warnf(
                    "ids of the hour from %s on are forgotten before their time: psr.ids.max-bytes is spent",
                    Instant.ofEpochSecond(oldest * 3_600));
            all.forEach(ids -> ids.forgetUntil(oldest));
        }
    }

    /** Fills the ids of partitions that are being taken over. */
    private final class Restoring implements SeenLog.Reader {
        private final Map<TopicPartition, PartitionIds> taken;
        private final Instant now = clock.instant();

        private Restoring(Map<TopicPartition, PartitionIds> taken) {
            this.taken = taken;
        }

        @Override
        public void accepted(IdHash id, TopicPartition partition, long offset, Instant at) {
            PartitionIds ids = taken.get(partition);
            if (ids != null) {
                ids.restore(id, offset, at, now);
                makeRoom(taken.values());
            }
        }

        @Override
        public void takenBack(IdHash id) {
            taken.values().forEach(ids -> ids.remove(id));
        }
    }
}
