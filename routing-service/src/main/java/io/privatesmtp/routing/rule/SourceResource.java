package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.routing.SourceAddress;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The addresses that mail may leave from. */
@Path("/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "sources")
public class SourceResource {
    private final RuleQueries queries;

    SourceResource(RuleQueries queries) {
        this.queries = queries;
    }

    @GET
    @Operation(summary = "All addresses; a Link header leads to the next page")
    public Uni<Response> sources(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) int limit,
            @Context UriInfo uri) {
        return queries.sources(after, Page.limit(limit))
                .map(sources -> Page.of(sources, limit, uri, SourceAddress::ip));
    }

    @GET
    @Path("/{ip}")
    @Operation(summary = "An address and its state")
    public Uni<SourceAddress> source(String ip) {
        String canonical = Ip.canonical("ip", ip);
        return queries.source(canonical).map(sources -> {
            SourceAddress source = sources.get(canonical);
            if (source == null) {
                throw ProblemException.notFound("source", canonical);
            }
            return source;
        });
    }
}
