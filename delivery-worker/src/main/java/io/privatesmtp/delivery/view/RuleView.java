package io.privatesmtp.delivery.view;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.delivery.route.RoutingTables;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.kit.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** This worker's live table of rules. */
@Path("/v1/rules")
@RolesAllowed(Roles.OPERATOR)
public class RuleView {
    private final RoutingTables tables;

    RuleView(RoutingTables tables) {
        this.tables = tables;
    }

    @GET
    @Path("/{domain}")
    public RoutingRule rule(@PathParam("domain") String domain) {
        RoutingRule rule = tables.rules().exact(DomainName.canonical("domain", domain));
        if (rule == null) {
            throw ProblemException.notFound("a rule for", domain);
        }
        return rule;
    }
}
