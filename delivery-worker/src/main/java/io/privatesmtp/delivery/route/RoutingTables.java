package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.delivery.egress.Egress;
import io.privatesmtp.kit.TableFollower;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The three tables that routing is decided from, read from the bus to their end before any channel opens, then
 * followed.
 */
@ApplicationScoped
public class RoutingTables {
    private static final Logger LOG = Logger.getLogger(RoutingTables.class);

    private final RuleTable rules = new RuleTable();
    private final SourceTable sources = new SourceTable();
    private final AccountTable accounts = new AccountTable();
    private final Egress egress;
    private final TableChanges changes;
    private final TableFollower follower;

    RoutingTables(@Identifier("default-kafka-broker") Map<String, Object> kafka, Egress egress, TableChanges changes) {
        this.egress = egress;
        this.changes = changes;
        egress.onChange(this::moved);
        this.follower = new TableFollower(
                "psr-routing-tables", kafka, List.of(Topics.RULES, Topics.SOURCES, Topics.ACCOUNTS), this::row);
    }

    /** Blocks the start until the tables stand: nothing may be sent before. */
    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 10) StartupEvent event) {
        follower.start().caughtUp().join();
        LOG.infof(
                "routing tables read: %d rules, %d source addresses",
                rules.size(), sources.all().size());
    }

    void atStop(@Observes ShutdownEvent event) {
        follower.close();
    }

    public RuleTable rules() {
        return rules;
    }

    public SourceTable sources() {
        return sources;
    }

    public AccountTable accounts() {
        return accounts;
    }

    /** An address is on another host now, or on none: its mail is looked at again. */
    private void moved(String ip) {
        SourceAddress source = sources.get(ip);
        changes.changed(source == null ? null : source.account());
    }

    private void row(ConsumerRecord<byte[], byte[]> row) {
        if (row.key() == null) {
            return;
        }
        String key = new String(row.key(), StandardCharsets.UTF_8);
        try {
            switch (row.topic()) {
                case Topics.RULES -> rule(key, row.value());
                case Topics.SOURCES -> source(key, row.value());
                default -> account(key, row.value());
            }
        } catch (ContractViolation e) {
            LOG.errorf("%s of %s cannot be read: %s", key, row.topic(), e.getMessage());
            String domain = DomainName.canonicalOrNull(key);
            if (row.topic().equals(Topics.RULES) && domain != null) {
                rules.unreadable(domain);
            } else if (row.topic().equals(Topics.SOURCES)) {
                sources.remove(key);
                egress.forget(key);
            }
        }
    }

    private void rule(String key, byte @Nullable [] value) {
        RoutingRule before = rules.exact(key);
        if (before != null) {
            changes.changed(before.account());
        }
        if (value == null) {
            rules.remove(key);
        } else {
            RoutingRule rule = Json.read(value, RoutingRule.class);
            // Under another key, its tombstone would not find it.
            Require.that(rule.domain().equals(key), "domain", rule.domain(), "must be the record's key");
            rules.put(rule);
            changes.changed(rule.account());
        }
    }

    private void source(String key, byte @Nullable [] value) {
        if (value == null) {
            sources.remove(key);
            egress.forget(key);
            changes.changed(null);
        } else {
            SourceAddress source = Json.read(value, SourceAddress.class);
            sources.put(source);
            egress.watch(source);
            changes.changed(source.account());
        }
    }

    private void account(String key, byte @Nullable [] value) {
        changes.changed(key);
        if (value == null) {
            accounts.remove(key);
        } else {
            accounts.put(Json.read(value, AccountEntry.class));
        }
    }
}
