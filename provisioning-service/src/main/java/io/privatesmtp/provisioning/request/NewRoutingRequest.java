package io.privatesmtp.provisioning.request;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.provisioning.access.SenderDomain;
import io.privatesmtp.provisioning.access.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to open.
 *
 * @param ip an address that is allocated to the account
 * @param domains 1 to 100 sender domains
 * @param includeSubdomains whether names below them leave from the address too; no where it is not given
 * @param whenUnusable what happens while the address cannot be used; hold where it is not given
 * @param dkim the key that signs mail of these domains; unsigned where it is not given
 * @param note for the operator, at most 1,000 characters
 */
public record NewRoutingRequest(
        String ip,
        List<String> domains,
        Boolean includeSubdomains,
        WhenUnusable whenUnusable,
        @Nullable String note,
        @Nullable DkimReference dkim) {
    private static final int MAX_NOTE = 1_000;

    public NewRoutingRequest(
            @Nullable String ip,
            @Nullable List<@Nullable String> domains,
            @Nullable Boolean includeSubdomains,
            @Nullable WhenUnusable whenUnusable,
            @Nullable String note,
            @Nullable DkimReference dkim) {
        this.ip = Ip.canonical("ip", ip);
        this.domains = SenderDomain.all(domains);
        this.includeSubdomains = includeSubdomains != null && includeSubdomains;
        this.whenUnusable = whenUnusable == null ? WhenUnusable.HOLD : whenUnusable;
        this.dkim = dkim;
        this.note = Text.bounded("note", note, MAX_NOTE);
    }
}
