package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.routing.Database;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** Compares the compacted topics with the database and publishes what differs, so that a lost topic heals. */
@ApplicationScoped
class TableHealing {
    private static final Logger LOG = Logger.getLogger(TableHealing.class);
    private static final int PAGE = 1_000;
    private static final List<String> TABLES = List.of(Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS);

    private final TopicReader topics;
    private final Database database;
    private final RuleStore store;
    private final TableWriter writer;

    TableHealing(TopicReader topics, Database database, RuleStore store, TableWriter writer) {
        this.topics = topics;
        this.database = database;
        this.store = store;
        this.writer = writer;
    }

    Uni<Void> heal() {
        return Uni.createFrom()
                .item(() -> topics.rows(TABLES))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(bus -> database.inTransaction(store::keys).chain(keys -> {
                    Set<TableKey> all = new LinkedHashSet<>(keys);
                    bus.keySet().stream().filter(key -> !all.contains(key)).forEach(TableHealing::reportUnknown);
                    return healPages(List.copyOf(all), 0, bus);
                }));
    }

    /** The database never heard of it. Nobody but an operator can say which of the two is wrong, so it stays. */
    private static void reportUnknown(TableKey key) {
        LOG.warnf("%s holds \"%s\", of which no provisioning fact speaks; it is left as it is", key.topic(), key.key());
    }

    private Uni<Void> healPages(List<TableKey> keys, int from, Map<TableKey, byte[]> bus) {
        if (from >= keys.size()) {
            return Uni.createFrom().voidItem();
        }
        int to = Math.min(from + PAGE, keys.size());
        return heal(keys.subList(from, to), bus).chain(() -> healPages(keys, to, bus));
    }

    private Uni<Void> heal(List<TableKey> keys, Map<TableKey, byte[]> bus) {
        return database.exclusively(session -> store.load(session, Scope.ofKeys(keys))
                .chain(book -> {
                    var records = new ArrayList<org.apache.kafka.clients.producer.ProducerRecord<byte[], byte[]>>();
                    for (TableKey key : keys) {
                        Object value = book.record(key);
                        if (!Arrays.equals(value == null ? null : Json.write(value), bus.get(key))) {
                            LOG.infof("%s: \"%s\" differs from the database and is published", key.topic(), key.key());
                            records.add(TableWriter.row(key, value));
                        }
                    }
                    return Database.context(writer.write(records));
                }));
    }
}
