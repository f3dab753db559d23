package io.privatesmtp.delivery.route;

import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.WeightedSource;
import java.util.List;

/** Rules and accounts for tests of other rooms, without a bus. */
public final class Tables {
    public final RuleTable rules = new RuleTable();
    public final AccountTable accounts = new AccountTable();

    public Tables rule(String domain, String account, boolean includeSubdomains) {
        List<WeightedSource> sources = List.of(new WeightedSource("192.0.2.1", 1));
        rules.put(new RoutingRule(domain, account, includeSubdomains, sources, null, null, null, 1));
        return this;
    }

    public Tables rule(RoutingRule rule) {
        rules.put(rule);
        return this;
    }

    public Tables account(String name, AccountState state) {
        accounts.put(new AccountEntry(name, state, null, null, 1));
        return this;
    }
}
