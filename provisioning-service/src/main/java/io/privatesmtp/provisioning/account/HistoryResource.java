package io.privatesmtp.provisioning.account;

import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Page;
import io.privatesmtp.provisioning.outbox.History;
import io.privatesmtp.provisioning.outbox.HistoryLine;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Who did what to an account and what is its own, newest first. */
@Path("/v1/accounts/{account}/history")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class HistoryResource {
    private final Accounts accounts;
    private final History history;
    private final Caller caller;

    HistoryResource(Accounts accounts, History history, Caller caller) {
        this.accounts = accounts;
        this.history = history;
        this.caller = caller;
    }

    @GET
    @APIResponseSchema(HistoryLine[].class)
    public Uni<Response> list(
            @PathParam("account") String account,
            @QueryParam("before") @DefaultValue("9223372036854775807") long before,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) int limit,
            @Context UriInfo uri) {
        Page.limit(limit);
        caller.mustActFor(Require.account("account", account));
        return accounts.get(account)
                .chain(() -> history.of(account, before, limit))
                .map(lines -> Page.of(lines, limit, uri, "before", HistoryLine::id));
    }
}
