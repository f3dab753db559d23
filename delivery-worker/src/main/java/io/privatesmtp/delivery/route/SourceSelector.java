package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.Rendezvous;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Picks the source address. The two promises stand here: mail under a rule leaves from that rule's addresses alone, and
 * no other mail leaves from a private address.
 */
public final class SourceSelector {
    private final RuleTable rules;
    private final SourceTable sources;
    private final Predicate<SourceAddress> reachable;

    /**
     * @param reachable whether mail can be sent from the address now, from this host or through another one's door, and the
     *     address may send more today
     */
    public SourceSelector(RuleTable rules, SourceTable sources, Predicate<SourceAddress> reachable) {
        this.rules = rules;
        this.sources = sources;
        this.reachable = reachable;
    }

    /**
     * @param senderDomain null where the message has none
     * @param account null where neither the record nor a rule names one
     * @param spread spreads messages over the addresses of one rule: the same text, the same address
     * @param last the address of the attempt before, kept while it is usable
     */
    public SourceDecision decide(
            @Nullable String senderDomain, @Nullable String account, String spread, @Nullable String last) {
        if (senderDomain == null) {
            return shared("", RouteReason.SHARED, null, last);
        }
        if (rules.unreadableAt(senderDomain)) {
            return new SourceDecision.Wait(new Route(senderDomain, null, RouteReason.PRIVATE, null), null);
        }
        RoutingRule rule = rules.covering(senderDomain);
        if (rule == null) {
            return shared(senderDomain, RouteReason.SHARED, null, last);
        }
        if (!rule.account().equals(account)) {
            return new SourceDecision.NotOwned(senderDomain);
        }
        return ruled(rule, senderDomain, spread, last);
    }

    /**
     * Another address that a message may leave from for the same reason, of the other family: IPv6 for IPv4 and the reverse.
     *
     * @param picked what was decided for the message
     * @return null where there is none
     */
    public SourceDecision.@Nullable Leave ofOtherFamily(
            SourceDecision.Leave picked, @Nullable String senderDomain, @Nullable String account, String spread) {
        boolean v6 = isV6(picked.source());
        SourceDecision other = new SourceSelector(
                        rules, sources, source -> isV6(source) != v6 && reachable.test(source))
                .decide(senderDomain, account, spread, null);
        return other instanceof SourceDecision.Leave leave
                        && leave.route().reason() == picked.route().reason()
                ? leave
                : null;
    }

    private static boolean isV6(SourceAddress source) {
        return source.ip().indexOf(':') >= 0;
    }

    private SourceDecision ruled(RoutingRule rule, String senderDomain, String spread, @Nullable String last) {
        List<WeightedSource> usable = new ArrayList<>(rule.sources().size());
        for (WeightedSource candidate : rule.sources()) {
            if (usablePrivately(candidate.ip(), rule.account())) {
                usable.add(candidate);
            }
        }
        if (usable.isEmpty()) {
            return none(rule, senderDomain, last);
        }
        String ip = last != null && usable.stream().anyMatch(c -> c.ip().equals(last))
                ? last
                : Rendezvous.pickWeighted(spread, usable);
        SourceAddress source = ip == null ? null : sources.get(ip);
        Route route = new Route(rule.domain(), rule.version(), RouteReason.PRIVATE, ip);
        // The table may have changed since the look above.
        return source == null ? new SourceDecision.Wait(route, rule) : new SourceDecision.Leave(source, route);
    }

    /** A private address is used for the account that it is allocated to, and for no other, whatever a rule says. */
    private boolean usablePrivately(String ip, String account) {
        SourceAddress source = sources.get(ip);
        return source != null
                && source.kind() == SourceKind.PRIVATE
                && account.equals(source.account())
                && source.state().usable()
                && reachable.test(source);
    }

    private SourceDecision none(RoutingRule rule, String senderDomain, @Nullable String last) {
        Route unusable = new Route(rule.domain(), rule.version(), RouteReason.PRIVATE, null);
        return switch (rule.whenUnusable()) {
            case HOLD -> new SourceDecision.Wait(unusable, rule);
            case SHARED -> shared(senderDomain, RouteReason.FALLBACK, rule, last);
            case FAIL ->
                new SourceDecision.Fail(
                        unusable,
                        "no source address of the rule for " + rule.domain() + " is usable, and the rule says fail");
        };
    }

    private SourceDecision shared(
            String senderDomain, RouteReason reason, @Nullable RoutingRule rule, @Nullable String last) {
        List<String> usable = new ArrayList<>();
        for (SourceAddress source : sources.shared()) {
            if (source.state().usable() && reachable.test(source)) {
                usable.add(source.ip());
            }
        }
        String name = rule == null ? null : rule.domain();
        Long version = rule == null ? null : rule.version();
        if (usable.isEmpty()) {
            return new SourceDecision.Wait(new Route(name, version, reason, null), rule);
        }
        String ip = last != null && usable.contains(last) ? last : Rendezvous.pick(senderDomain, usable);
        SourceAddress source = ip == null ? null : sources.get(ip);
        Route route = new Route(name, version, reason, ip);
        return source == null || source.kind() != SourceKind.SHARED
                ? new SourceDecision.Wait(route, rule)
                : new SourceDecision.Leave(source, route);
    }
}
