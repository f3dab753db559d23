package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.EgressPresence;
import io.privatesmtp.kit.TableFollower;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Reads which other workers have which addresses, to the end of the topic first, and then follows it. */
final class Presence implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Presence.class);

    private final String self;
    private final Clock clock;
    private final PresenceTable table = new PresenceTable(System::nanoTime);
    private final Consumer<String> changed;
    private final TableFollower follower;

    /**
     * @param self this worker, whose own rows tell nothing new
     * @param changed hears of addresses that other workers gained or gave up
     */
    Presence(Map<String, Object> kafka, String self, Clock clock, Consumer<String> changed) {
        this.self = self;
        this.clock = clock;
        this.changed = changed;
        this.follower = new TableFollower("psr-presence", kafka, List.of(Topics.PRESENCE), this::row);
    }

    /** Returns once the topic was read to its end. */
    void read() {
        follower.start().caughtUp().join();
    }

    PresenceTable table() {
        return table;
    }

    private void row(ConsumerRecord<byte[], byte[]> row) {
        if (row.key() == null) {
            return;
        }
        String key = new String(row.key(), StandardCharsets.UTF_8);
        int slash = key.indexOf('/');
        if (slash < 0) {
            LOG.errorf("%s of %s cannot be read: its key must be address/worker", key, row.topic());
            return;
        }
        String ip = key.substring(0, slash);
        String worker = key.substring(slash + 1);
        if (worker.equals(self)) {
            return;
        }
        try {
            if (taken(ip, worker, row)) {
                changed.accept(ip);
            }
        } catch (ContractViolation e) {
            LOG.errorf("%s of %s cannot be read: %s", key, row.topic(), e.getMessage());
        }
    }

    private boolean taken(String ip, String worker, ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null) {
            return table.remove(ip, worker);
        }
        EgressPresence presence = Json.read(row.value(), EgressPresence.class);
        if (presence.door() == null || !presence.ip().equals(ip)) {
            return table.remove(ip, worker);
        }
        return table.put(ip, worker, Endpoint.dialled("door", presence.door()), age(row));
    }

    /** What stood in the topic at the start may be long over; what comes in later has just been written. */
    private Duration age(ConsumerRecord<byte[], byte[]> row) {
        return follower.caughtUp().isDone()
                ? Duration.ZERO
                : Duration.between(Instant.ofEpochMilli(row.timestamp()), clock.instant());
    }

    @Override
    public void close() {
        follower.close();
    }
}
