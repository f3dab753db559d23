package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.event.Route;
import io.privatesmtp.bus.event.RouteReason;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.delivery.gate.Gate;
import io.privatesmtp.delivery.gate.Objection;
import io.privatesmtp.delivery.gate.Passage;
import io.privatesmtp.delivery.message.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was decided when the message was routed still stands by the time its session is there, which a slow greeting may
 * put off for minutes: the account is open, the rule in force names the address. Where it does not the message is routed
 * anew, and that look knows what becomes of it.
 */
public final class StandingGate implements Gate {
    private final AccountTable accounts;
    private final RuleTable rules;
    private final SourceTable sources;
    /** Whether an address can be reached, and may send more today, was asked when the message was counted for it. */
    private final SourceSelector byTables;

    public StandingGate(AccountTable accounts, RuleTable rules, SourceTable sources) {
        this.accounts = accounts;
        this.rules = rules;
        this.sources = sources;
        this.byTables = new SourceSelector(rules, sources, source -> true);
    }

    @Override
    public @Nullable Objection objection(Passage passage, Recipient recipient) {
        Route route = passage.route();
        boolean stands = open(passage.account()) && (route == null || stands(passage, route));
        return stands ? null : new Objection.Park();
    }

    private boolean open(@Nullable String account) {
        AccountEntry entry = account == null ? null : accounts.get(account);
        return entry == null || entry.state() == AccountState.OPEN;
    }

    private boolean stands(Passage passage, Route route) {
        String domain = passage.mail().senderDomain();
        if (route.reason() == RouteReason.FALLBACK) {
            RoutingRule rule = domain == null ? null : rules.covering(domain);
            return rule != null
                    && rule.account().equals(passage.account())
                    && rule.whenUnusable() == WhenUnusable.SHARED
                    && shared(route.sourceIp());
        }
        SourceDecision now = byTables.decide(
                domain, passage.account(), passage.mail().origin().toString(), route.sourceIp());
        return now instanceof SourceDecision.Leave leave
                && leave.route().reason() == route.reason()
                && leave.source().ip().equals(route.sourceIp());
    }

    private boolean shared(@Nullable String ip) {
        SourceAddress source = ip == null ? null : sources.get(ip);
        return source != null
                && source.kind() == SourceKind.SHARED
                && source.state().usable();
    }
}
