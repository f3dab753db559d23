package io.privatesmtp.delivery.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The invariants while everything changes: rules come and go, addresses are lost and move, what a worker believes lags behind
 * what hosts have, and mail is tried again with the address of its last attempt.
 */
class MovingAddressesPropertyTest {
    private static final int STEPS = 40;

    @Property(tries = 10_000)
    void whateverChangesMailLeavesOnlyFromWhereItMay(@ForAll Random random) {
        World world = World.random(random);
        // On which host each address is, and, in world.reachable, what the worker believes of it.
        Map<String, Integer> hosts = new HashMap<>();
        Map<String, String> last = new HashMap<>();
        for (int step = 0; step < STEPS; step++) {
            change(world, hosts, random);
            String domain = World.pick(World.DOMAINS, random);
            String account = World.pick(World.ACCOUNTS, random);
            SourceDecision decision = world.selector.decide(domain, account, "m-" + step % 5, last.get(domain));
            if (decision instanceof SourceDecision.Leave leave) {
                String ip = leave.source().ip();
                // The bind is asked of the one address, on the host that has it: it holds, or nothing leaves.
                Set<String> left = hosts.containsKey(ip) ? Set.of(ip) : Set.of();
                left.forEach(bound -> assertAllowed(world, domain, account, leave, bound));
                last.put(domain, ip);
                if (left.isEmpty()) {
                    world.reachable.remove(ip);
                }
            }
        }
    }

    private static void change(World world, Map<String, Integer> hosts, Random random) {
        String ip = World.ip(1 + random.nextInt(8));
        switch (random.nextInt(7)) {
            case 0 -> hosts.remove(ip);
            case 1 -> hosts.put(ip, random.nextInt(3));
            case 2 -> world.reachable.add(ip);
            case 3 -> world.reachable.retainAll(new HashSet<>(hosts.keySet()));
            case 4 -> world.rules.remove(World.pick(World.DOMAINS, random));
            case 5 ->
                world.rule(
                        World.pick(World.DOMAINS, random),
                        random.nextBoolean(),
                        World.pick(List.of(WhenUnusable.values()), random),
                        ip,
                        World.ip(1 + random.nextInt(8)));
            default ->
                world.source(
                        ip,
                        World.pick(List.of(SourceKind.values()), random),
                        World.pick(World.ACCOUNTS, random),
                        World.pick(List.of(SourceState.values()), random));
        }
    }

    private static void assertAllowed(
            World world, String domain, String account, SourceDecision.Leave leave, String bound) {
        RoutingRule rule = world.rules.covering(domain);
        boolean ruled =
                rule != null && rule.sources().stream().map(WeightedSource::ip).anyMatch(bound::equals);
        boolean isPrivate = world.sources.get(bound).kind() == SourceKind.PRIVATE;
        assertThat(leave.route().sourceIp()).isEqualTo(bound);
        if (isPrivate) {
            assertThat(ruled)
                    .as("a private address under no rule that names it")
                    .isTrue();
            assertThat(rule.account()).isEqualTo(account);
        }
        if (rule != null && !isPrivate) {
            assertThat(rule.whenUnusable()).isEqualTo(WhenUnusable.SHARED);
            assertThat(leave.route().reason()).isEqualTo(RouteReason.FALLBACK);
        }
    }
}
