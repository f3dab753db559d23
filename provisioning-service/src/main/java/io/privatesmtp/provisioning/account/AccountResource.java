package io.privatesmtp.provisioning.account;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Page;
import io.privatesmtp.provisioning.access.Reason;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Accounts, for operators; an account's own callers may look at it. */
@Path("/v1/accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class AccountResource {
    private final Accounts accounts;
    private final Caller caller;

    AccountResource(Accounts accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @POST
    @APIResponseSchema(value = AccountView.class, responseCode = "201")
    public Uni<Response> open(@Nullable NewAccount body) {
        return accounts.open(Require.present("body", body), caller.act(null))
                .map(account -> Response.created(URI.create("/v1/accounts/" + account.id()))
                        .entity(account)
                        .build());
    }

    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
    @APIResponseSchema(AccountView[].class)
    public Uni<Response> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) int limit,
            @Context UriInfo uri) {
        Page.limit(limit);
        if (!after.isEmpty()) {
            Require.account("after", after);
        }
        String own = caller.account();
        Uni<List<AccountView>> found =
                own == null ? accounts.page(after, limit) : accounts.get(own).map(List::of);
        return found.map(page -> own == null
                ? Page.of(page, limit, uri, "after", AccountView::id)
                : Response.ok(page).build());
    }

    @GET
    @Path("/{account}")
    @RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
    public Uni<AccountView> get(@PathParam("account") String account) {
        caller.mustActFor(Require.account("account", account));
        return accounts.get(account);
    }

    @PUT
    @Path("/{account}/limits")
    public Uni<AccountView> limit(@PathParam("account") String account, @Nullable AccountLimits body) {
        return accounts.limit(Require.account("account", account), Require.present("body", body), caller.act(null));
    }

    @POST
    @Path("/{account}/suspend")
    public Uni<AccountView> suspend(@PathParam("account") String account, @Nullable Reason body) {
        return accounts.suspend(Require.account("account", account), caller.act(Reason.of(body)));
    }

    @POST
    @Path("/{account}/resume")
    public Uni<AccountView> resume(@PathParam("account") String account, @Nullable Reason body) {
        return accounts.resume(Require.account("account", account), caller.act(Reason.of(body)));
    }
}
