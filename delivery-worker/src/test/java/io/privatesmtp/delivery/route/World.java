package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Rules, sources and reachability as they may stand at some moment; random ones hold everything that can go wrong. */
final class World {
    static final List<String> DOMAINS =
            List.of("acme.test", "news.acme.test", "a.b.news.acme.test", "other.test", "x.other.test", "free.test");
    static final List<String> ACCOUNTS = List.of("acme", "other", "third");

    final RuleTable rules = new RuleTable();
    final SourceTable sources = new SourceTable();
    final Set<String> reachable = new HashSet<>();
    final SourceSelector selector = new SourceSelector(rules, sources, source -> reachable.contains(source.ip()));

    static World random(Random random) {
        World world = new World();
        for (int i = 1; i <= 8; i++) {
            if (random.nextInt(5) > 0) {
                SourceKind kind = random.nextInt(3) == 0 ? SourceKind.SHARED : SourceKind.PRIVATE;
                String owner = random.nextInt(4) == 0 ? null : pick(ACCOUNTS, random);
                world.source(ip(i), kind, owner, pick(List.of(SourceState.values()), random));
            }
            if (random.nextInt(3) > 0) {
                world.reachable.add(ip(i));
            }
        }
        for (String domain : DOMAINS.subList(0, 5)) {
            if (random.nextBoolean()) {
                world.rules.put(rule(domain, random));
            }
            if (random.nextInt(10) == 0) {
                world.rules.unreadable(domain);
            }
        }
        return world;
    }

    private static RoutingRule rule(String domain, Random random) {
        List<WeightedSource> sources = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            if (sources.isEmpty() || random.nextInt(4) == 0) {
                sources.add(new WeightedSource(ip(1 + random.nextInt(8)), 1 + random.nextInt(5)));
            }
        }
        return new RoutingRule(
                domain,
                pick(ACCOUNTS, random),
                random.nextBoolean(),
                sources,
                pick(List.of(WhenUnusable.values()), random),
                null,
                null,
                1 + random.nextInt(9));
    }

    World source(String ip, SourceKind kind, String account, SourceState state) {
        sources.put(new SourceAddress(ip, kind, account, "mail.test", null, state, null, null, 1));
        return this;
    }

    /** An address in use that this host has. */
    World active(String ip, SourceKind kind, String account) {
        reachable.add(ip);
        return source(ip, kind, account, SourceState.ACTIVE);
    }

    World rule(String domain, boolean includeSubdomains, WhenUnusable whenUnusable, String... ips) {
        List<WeightedSource> named = new ArrayList<>();
        for (String ip : ips) {
            named.add(new WeightedSource(ip, 1));
        }
        rules.put(new RoutingRule(domain, "acme", includeSubdomains, named, whenUnusable, null, null, 1));
        return this;
    }

    boolean usable(String ip) {
        SourceAddress source = sources.get(ip);
        return source != null && source.state().usable() && reachable.contains(ip);
    }

    static String ip(int i) {
        return "192.0.2." + i;
    }

    static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
