package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Topics;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of the book: rules by domain, all rules of some accounts, addresses and accounts by name.
 *
 * @param owners accounts whose every rule belongs to the part
 */
record Scope(Set<String> domains, Set<String> owners, Set<String> ips, Set<String> accounts) {
    static Scope ofDomains(Collection<String> domains) {
        Set<String> canonical = new TreeSet<>();
        domains.forEach(domain -> canonical.add(DomainName.canonical("domain", domain)));
        return new Scope(canonical, Set.of(), Set.of(), Set.of());
    }

    static Scope ofSource(String ip) {
        return new Scope(Set.of(), Set.of(), Set.of(Ip.canonical("ip", ip)), Set.of());
    }

    static Scope ofAccount(String account, boolean withRules) {
        return new Scope(Set.of(), withRules ? Set.of(account) : Set.of(), Set.of(), Set.of(account));
    }

    static Scope ofKeys(Collection<TableKey> keys) {
        return new Scope(keys(keys, Topics.RULES), Set.of(), keys(keys, Topics.SOURCES), keys(keys, Topics.ACCOUNTS));
    }

    private static Set<String> keys(Collection<TableKey> keys, String topic) {
        Set<String> found = new TreeSet<>();
        keys.stream()
                .filter(key -> key.topic().equals(topic))
                .map(TableKey::key)
                .forEach(found::add);
        return found;
    }
}
