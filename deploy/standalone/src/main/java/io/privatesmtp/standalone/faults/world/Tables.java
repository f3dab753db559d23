package io.privatesmtp.standalone.faults.world;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.WeightedSource;
import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.bus.TableRows;
import java.util.List;

/** The three tables as routing-service would write them: one account, its domain and address, and a shared address. */
final class Tables {
    private Tables() {}

    static void write(String servers) {
        try (var bus = new Submissions(servers)) {
            var account = new AccountEntry(Letters.OWNER, AccountState.OPEN, null, null, 1);
            var only = List.of(new WeightedSource(Letters.PRIVATE, 1));
            var rule = new RoutingRule(Letters.OWNER_DOMAIN, Letters.OWNER, false, only, null, null, null, 1);
            bus.submit(TableRows.row(Topics.ACCOUNTS, Letters.OWNER, account));
            bus.submit(TableRows.source(Letters.SHARED, SourceKind.SHARED, null));
            bus.submit(TableRows.source(Letters.PRIVATE, SourceKind.PRIVATE, Letters.OWNER));
            bus.submit(TableRows.row(Topics.RULES, Letters.OWNER_DOMAIN, rule));
        }
    }
}
