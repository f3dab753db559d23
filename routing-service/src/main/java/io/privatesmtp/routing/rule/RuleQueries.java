package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.routing.Database;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** What people ask of the book. */
@ApplicationScoped
class RuleQueries {
    private final Database database;
    private final RuleStore store;

    RuleQueries(Database database, RuleStore store) {
        this.database = database;
        this.store = store;
    }

    /** Rules in force, in the order of their domains. Only the last version of a domain can be in force. */
    Uni<List<RoutingRule>> rulesInForce(String after, int limit) {
        return database.inTransaction(session -> session.createQuery(
                        "from RuleVersionRow v where v.domain > :after and v.endedSequence is null and v.version ="
                                + " (select max(w.version) from RuleVersionRow w where w.domain = v.domain)"
                                + " order by v.domain",
                        RuleVersionRow.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(row -> row.version().rule()).toList()));
    }

    /** The oldest period first; empty where the domain never had a rule. */
    Uni<List<RulePeriod>> history(String domain) {
        return database.inTransaction(session -> store.load(session, Scope.ofDomains(Set.of(domain))))
                .map(book -> RulePeriod.of(
                        book.versions().getOrDefault(domain, new TreeMap<>()).values()));
    }

    Uni<List<SourceAddress>> sources(String after, int limit) {
        return database.inTransaction(
                session -> session.createQuery("from SourceRow s where s.ip > :after order by s.ip", SourceRow.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList()
                        .map(rows -> rows.stream().map(SourceRow::source).toList()));
    }

    Uni<Map<String, SourceAddress>> source(String ip) {
        return database.inTransaction(session -> store.load(session, Scope.ofSource(ip)))
                .map(RuleBook::sources);
    }

    Uni<Resolution> resolve(Resolver.Question question) {
        Scope rules = Scope.ofDomains(Resolver.candidates(question.senderDomain()));
        return database.inTransaction(session -> store.load(session, rules)
                .chain(book -> store.load(
                                session, parties(question, book.versions().values()))
                        .chain(parties -> shared(session).map(shared -> {
                            Map<String, SourceAddress> sources = new HashMap<>(parties.sources());
                            shared.forEach(source -> sources.put(source.ip(), source));
                            return new Resolver(periods(book), sources, parties.accounts()).resolve(question);
                        }))));
    }

    private static Map<String, List<RulePeriod>> periods(RuleBook book) {
        return book.versions().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        history -> RulePeriod.of(history.getValue().values())));
    }

    /** The addresses and accounts of these rules, and the account asked for. */
    private static Scope parties(Resolver.Question question, Collection<NavigableMap<Long, RuleVersion>> histories) {
        Set<String> ips = new TreeSet<>();
        Set<String> accounts = new TreeSet<>();
        if (question.account() != null) {
            accounts.add(question.account());
        }
        histories.forEach(history -> history.values().forEach(version -> {
            accounts.add(version.rule().account());
            version.rule().sources().stream().map(WeightedSource::ip).forEach(ips::add);
        }));
        return new Scope(Set.of(), Set.of(), ips, accounts);
    }

    private static Uni<List<SourceAddress>> shared(Mutiny.StatelessSession session) {
        return session.createQuery("from SourceRow s where s.kind = :kind", SourceRow.class)
                .setParameter("kind", SourceKind.SHARED)
                .getResultList()
                .map(rows -> rows.stream().map(SourceRow::source).toList());
    }
}
