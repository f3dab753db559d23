package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.provisioning.AccountFact;
import io.privatesmtp.bus.provisioning.DomainFact;
import io.privatesmtp.bus.provisioning.FactType;
import io.privatesmtp.bus.provisioning.RoutingRequestFact;
import io.privatesmtp.bus.provisioning.SourceIpFact;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.WeightedSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tables, or the part of them that a fact concerns, and how facts change them.
 *
 * <p>Facts of one account come in their order, those of different accounts interleave in any way. What stands in the book
 * is therefore a function of the set of facts seen: every approval is kept as a version of its domain, with the earliest
 * fact that ended it; the version with the highest sequence number is the domain's rule while nothing ended it. Of an
 * address or account the state with the highest sequence number stands. A fact seen twice changes nothing.
 */
record RuleBook(
        Map<String, NavigableMap<Long, RuleVersion>> versions,
        Map<String, SourceAddress> sources,
        Map<String, AccountEntry> accounts) {
    static final RuleBook EMPTY = new RuleBook(Map.of(), Map.of(), Map.of());

    /** The book after a fact, and the rows whose records must be published, changed by it or by an earlier copy of it. */
    record Folded(RuleBook book, Set<TableKey> touched) {}

    Folded apply(Fact fact) {
        return switch (fact.event()) {
            case RoutingRequestFact request -> apply(fact.type(), request);
            case DomainFact domain -> apply(fact.type(), domain);
            case AccountFact account -> apply(fact.type(), account);
            case SourceIpFact source -> apply(fact.type(), source);
        };
    }

    /** The record that stands for a row: null for a tombstone. */
    @Nullable
    Object record(TableKey key) {
        return switch (key.topic()) {
            case Topics.RULES -> ruleInForce(key.key());
            case Topics.SOURCES -> sources.get(key.key());
            default -> accounts.get(key.key());
        };
    }

    @Nullable
    RoutingRule ruleInForce(String domain) {
        NavigableMap<Long, RuleVersion> history = versions.get(domain);
        if (history == null || history.isEmpty()) {
            return null;
        }
        RuleVersion last = history.lastEntry().getValue();
        return last.open() ? last.rule() : null;
    }

    private Folded apply(FactType type, RoutingRequestFact request) {
        return switch (type) {
            case ROUTING_APPROVED -> approve(request);
            case ROUTING_WITHDRAWN ->
                end(version -> version.requestId().equals(request.id()), ending(request.change()));
            default -> new Folded(this, Set.of());
        };
    }

    private Folded approve(RoutingRequestFact request) {
        var changed = new TreeMap<>(versions);
        Set<TableKey> touched = new LinkedHashSet<>();
        for (String name : request.domains()) {
            RuleVersion version = version(request, name);
            String domain = version.rule().domain();
            var history = new TreeMap<>(changed.getOrDefault(domain, new TreeMap<>()));
            history.putIfAbsent(version.rule().version(), version);
            changed.put(domain, history);
            touched.add(TableKey.rule(domain));
        }
        return new Folded(new RuleBook(changed, sources, accounts), touched);
    }

    private static RuleVersion version(RoutingRequestFact request, String domain) {
        RoutingRule rule = new RoutingRule(
                domain,
                request.change().account(),
                request.includeSubdomains(),
                List.of(new WeightedSource(request.ip(), 1)),
                request.whenUnusable(),
                null,
                request.dkim(),
                request.change().sequence());
        return new RuleVersion(rule, request.id(), request.change().at(), null);
    }

    private Folded apply(FactType type, DomainFact fact) {
        if (type != FactType.DOMAIN_REMOVED) {
            return new Folded(this, Set.of());
        }
        String domain =
                Scope.ofDomains(List.of(fact.domain())).domains().iterator().next();
        return end(
                version -> version.rule().domain().equals(domain)
                        && version.rule().account().equals(fact.change().account())
                        && (fact.requestId() == null || fact.requestId().equals(version.requestId())),
                ending(fact.change()));
    }

    private Folded apply(FactType type, AccountFact fact) {
        AccountEntry entry = new AccountEntry(
                fact.id(),
                fact.state(),
                fact.limits(),
                fact.onFailure(),
                fact.change().sequence());
        // Its rules are withdrawn by facts of their own; should one be missing, a closed account has none all the same.
        Folded ended = type == FactType.ACCOUNT_CLOSED
                ? end(version -> version.rule().account().equals(fact.id()), ending(fact.change()))
                : new Folded(this, Set.of());
        var changed = new TreeMap<>(accounts);
        changed.merge(fact.id(), entry, (old, fresh) -> old.version() >= fresh.version() ? old : fresh);
        Set<TableKey> touched = new LinkedHashSet<>(ended.touched());
        touched.add(TableKey.account(fact.id()));
        return new Folded(new RuleBook(ended.book().versions, sources, changed), touched);
    }

    private Folded apply(FactType type, SourceIpFact fact) {
        SourceAddress address = new SourceAddress(
                Ip.canonical("ip", fact.ip()),
                fact.kind(),
                type == FactType.SOURCE_IP_RELEASED ? null : fact.change().account(),
                fact.ehlo(),
                fact.via(),
                fact.state(),
                null,
                fact.state().usable() ? null : fact.change().reason(),
                fact.change().sequence());
        var changed = new TreeMap<>(sources);
        changed.merge(address.ip(), address, (old, fresh) -> old.version() >= fresh.version() ? old : fresh);
        return new Folded(new RuleBook(versions, changed, accounts), Set.of(TableKey.source(address.ip())));
    }

    private static RuleVersion.Ending ending(io.privatesmtp.bus.provisioning.Change change) {
        return new RuleVersion.Ending(change.sequence(), change.at());
    }

    private Folded end(Predicate<RuleVersion> concerned, RuleVersion.Ending ending) {
        var changed = new TreeMap<>(versions);
        Set<TableKey> touched = new LinkedHashSet<>();
        versions.forEach((domain, history) -> {
            if (history.values().stream().anyMatch(concerned)) {
                var ended = new TreeMap<>(history);
                ended.replaceAll((sequence, version) -> concerned.test(version) ? version.endedBy(ending) : version);
                changed.put(domain, ended);
                touched.add(TableKey.rule(domain));
            }
        });
        return new Folded(new RuleBook(changed, sources, accounts), touched);
    }
}
