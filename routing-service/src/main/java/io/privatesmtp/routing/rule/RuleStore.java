package io.privatesmtp.routing.rule;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/** The book in the database: parts of it are read, folded and written back. */
@ApplicationScoped
class RuleStore {

    /** The part of the book that the scope names. */
    Uni<RuleBook> load(Mutiny.StatelessSession session, Scope scope) {
        return versions(session, scope)
                .chain(versions -> rows(session, SourceRow.class, "ip", scope.ips())
                        .chain(sources -> rows(session, AccountRow.class, "account", scope.accounts())
                                .map(accounts -> book(versions, sources, accounts))));
    }

    /** Writes what differs between the two. */
    Uni<Void> save(Mutiny.StatelessSession session, RuleBook before, RuleBook after) {
        List<Object> rows = new ArrayList<>();
        after.versions()
                .forEach((domain, history) -> history.forEach((sequence, version) -> {
                    NavigableMap<Long, RuleVersion> old = before.versions().get(domain);
                    if (old == null || !version.equals(old.get(sequence))) {
                        rows.add(RuleVersionRow.of(version));
                    }
                }));
        after.sources().forEach((ip, source) -> {
            if (!source.equals(before.sources().get(ip))) {
                rows.add(SourceRow.of(source));
            }
        });
        after.accounts().forEach((account, entry) -> {
            if (!entry.equals(before.accounts().get(account))) {
                rows.add(AccountRow.of(entry));
            }
        });
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(session::upsert)
                .onItem()
                .ignoreAsUni();
    }

    /** The names of all rows there ever were, of rules too that ended. */
    Uni<List<TableKey>> keys(Mutiny.StatelessSession session) {
        return session.createQuery("select distinct v.domain from RuleVersionRow v", String.class)
                .getResultList()
                .chain(domains -> session.createQuery("select s.ip from SourceRow s", String.class)
                        .getResultList()
                        .chain(ips -> session.createQuery("select a.account from AccountRow a", String.class)
                                .getResultList()
                                .map(accounts -> keys(domains, ips, accounts))));
    }

    private static List<TableKey> keys(List<String> domains, List<String> ips, List<String> accounts) {
        List<TableKey> keys = new ArrayList<>();
        // Sources and accounts first: a rule is of use once they are known.
        ips.forEach(ip -> keys.add(TableKey.source(ip)));
        accounts.forEach(account -> keys.add(TableKey.account(account)));
        domains.forEach(domain -> keys.add(TableKey.rule(domain)));
        return keys;
    }

    private static Uni<List<RuleVersionRow>> versions(Mutiny.StatelessSession session, Scope scope) {
        if (scope.owners().isEmpty()) {
            return rows(session, RuleVersionRow.class, "domain", scope.domains());
        }
        // All versions of every domain where the owner has one open: a later one may be another account's.
        return session.createQuery(
                        "from RuleVersionRow v where v.domain in :domains or v.domain in"
                                + " (select w.domain from RuleVersionRow w"
                                + " where w.account in :owners and w.endedSequence is null)",
                        RuleVersionRow.class)
                .setParameter("domains", List.copyOf(scope.domains()))
                .setParameter("owners", List.copyOf(scope.owners()))
                .getResultList();
    }

    private static <T> Uni<List<T>> rows(
            Mutiny.StatelessSession session, Class<T> entity, String field, Collection<String> names) {
        if (names.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createQuery("from " + entity.getSimpleName() + " r where r." + field + " in :names", entity)
                .setParameter("names", List.copyOf(names))
                .getResultList();
    }

    private static RuleBook book(List<RuleVersionRow> versions, List<SourceRow> sources, List<AccountRow> accounts) {
        Map<String, NavigableMap<Long, RuleVersion>> histories = new HashMap<>();
        versions.forEach(row ->
                histories.computeIfAbsent(row.domain, any -> new TreeMap<>()).put(row.version, row.version()));
        return new RuleBook(
                histories,
                sources.stream().collect(Collectors.toMap(row -> row.ip, SourceRow::source)),
                accounts.stream().collect(Collectors.toMap(row -> row.account, AccountRow::entry)));
    }
}
