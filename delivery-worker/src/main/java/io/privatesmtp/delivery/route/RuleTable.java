package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.routing.RoutingRule;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rules in force, by sender domain. Written by the follower's thread, read by all. */
public final class RuleTable {
    private final ConcurrentHashMap<String, RoutingRule> rules = new ConcurrentHashMap<>();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

    void put(RoutingRule rule) {
        rules.put(rule.domain(), rule);
        unreadable.remove(rule.domain());
    }

    void remove(String domain) {
        rules.remove(domain);
        unreadable.remove(domain);
    }

    /** Something is ruled for this domain, but not legibly: its mail must wait, for no address is known to be right. */
    void unreadable(String domain) {
        unreadable.add(domain);
    }

    /** The rule of exactly this domain. */
    public @Nullable RoutingRule exact(String domain) {
        return rules.get(domain);
    }

    /** The longest match: the exact domain, else the nearest parent whose rule includes subdomains. */
    public @Nullable RoutingRule covering(String domain) {
        RoutingRule rule = rules.get(domain);
        String parent = DomainName.parent(domain);
        while (rule == null && parent != null) {
            RoutingRule candidate = rules.get(parent);
            rule = candidate != null && candidate.includeSubdomains() ? candidate : null;
            parent = DomainName.parent(parent);
        }
        return rule;
    }

    /** Whether an unreadable rule stands on the way to the rule that covers the domain. */
    boolean unreadableAt(String domain) {
        if (unreadable.isEmpty()) {
            return false;
        }
        for (String d = domain; d != null; d = DomainName.parent(d)) {
            if (unreadable.contains(d)) {
                return true;
            }
            RoutingRule legible = rules.get(d);
            if (legible != null && (d.equals(domain) || legible.includeSubdomains())) {
                return false;
            }
        }
        return false;
    }

    public int size() {
        return rules.size();
    }

    public Collection<RoutingRule> all() {
        return rules.values();
    }
}
