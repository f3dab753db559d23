package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.routing.RoutingRule;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.routing.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The rules in force, and those that were. */
@Path("/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "rules")
public class RuleResource {
    private final RuleQueries queries;

    RuleResource(RuleQueries queries) {
        this.queries = queries;
    }

    @GET
    @Operation(summary = "The rules in force, in the order of their domains; a Link header leads to the next page")
    public Uni<Response> rules(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) int limit,
            @Context UriInfo uri) {
        return queries.rulesInForce(after, Page.limit(limit))
                .map(rules -> Page.of(rules, limit, uri, RoutingRule::domain));
    }

    @GET
    @Path("/{domain}")
    @Operation(summary = "The rule of exactly this domain")
    public Uni<RoutingRule> rule(String domain) {
        String canonical = DomainName.canonical("domain", domain);
        return queries.history(canonical).map(periods -> {
            if (periods.isEmpty() || periods.getLast().to() != null) {
                throw ProblemException.notFound("rule", canonical);
            }
            return periods.getLast().rule();
        });
    }

    @GET
    @Path("/{domain}/history")
    @Operation(summary = "Every rule that the domain had, and when; the oldest first")
    public Uni<List<RulePeriod>> history(String domain) {
        String canonical = DomainName.canonical("domain", domain);
        return queries.history(canonical).map(periods -> {
            if (periods.isEmpty()) {
                throw ProblemException.notFound("rule", canonical);
            }
            return periods;
        });
    }
}
