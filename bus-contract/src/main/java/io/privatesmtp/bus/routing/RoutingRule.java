package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Require;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mail of this sender domain leaves from these addresses and from no other.
 *
 * @param domain lower case A-label without a trailing dot; also the key
 * @param holdFor how long its mail waits while no address is usable, 4 hours by default
 * @param version grows with every change of the domain's rule
 */
public record RoutingRule(
        String domain,
        String account,
        Boolean includeSubdomains,
        List<WeightedSource> sources,
        WhenUnusable whenUnusable,
        Duration holdFor,
        @Nullable DkimReference dkim,
        long version) {
    public static final Duration DEFAULT_HOLD = Duration.ofHours(4);

    public RoutingRule(
            @Nullable String domain,
            @Nullable String account,
            @Nullable Boolean includeSubdomains,
            @Nullable List<WeightedSource> sources,
            @Nullable WhenUnusable whenUnusable,
            @Nullable Duration holdFor,
            @Nullable DkimReference dkim,
            long version) {
        this.domain = DomainName.canonical("domain", domain);
        this.account = Require.account("account", account);
        this.includeSubdomains = includeSubdomains != null && includeSubdomains;
        this.sources = List.copyOf(Require.present("sources", sources));
        this.whenUnusable = whenUnusable == null ? WhenUnusable.HOLD : whenUnusable;
        this.holdFor = holdFor == null ? DEFAULT_HOLD : holdFor;
        this.dkim = dkim;
        this.version = version;
        Require.that(!this.sources.isEmpty(), "sources", null, "must name an address");
    }
}
