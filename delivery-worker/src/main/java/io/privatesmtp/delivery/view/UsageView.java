package io.privatesmtp.delivery.view;

import io.privatesmtp.bus.routing.AccountEntry;
import io.privatesmtp.delivery.quota.Quotas;
import io.privatesmtp.delivery.route.RoutingTables;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.kit.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;

/** How much of its quota an account has used, over all workers as far as this one knows. */
@Path("/v1/usage")
@RolesAllowed(Roles.OPERATOR)
public class UsageView {
    private final RoutingTables tables;
    private final Quotas quotas;
    private final Clock clock;

    UsageView(RoutingTables tables, Quotas quotas, Clock clock) {
        this.tables = tables;
        this.quotas = quotas;
        this.clock = clock;
    }

    @GET
    @Path("/{account}")
    public Quotas.State usage(@PathParam("account") String account) {
        AccountEntry entry = tables.accounts().get(account);
        if (entry == null) {
            throw ProblemException.notFound("an account", account);
        }
        return quotas.state(account, entry.limits(), clock.instant());
    }
}
