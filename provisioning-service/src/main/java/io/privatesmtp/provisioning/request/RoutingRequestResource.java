package io.privatesmtp.provisioning.request;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Page;
import io.privatesmtp.provisioning.access.Reason;
import io.privatesmtp.provisioning.access.Text;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** Routing requests: accounts open and withdraw them, operators approve and reject them. */
@Path("/v1/accounts/{account}/routing-requests")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class RoutingRequestResource {
    /**
     * @param override approves although a check of the readiness report failed
     * @param reason in the operator's own words
     */
    record Approval(@Nullable Boolean override, @Nullable String reason) {
        Approval(@Nullable Boolean override, @Nullable String reason) {
            this.override = override;
            this.reason = Text.reason(reason);
        }
    }

    private final RoutingRequests requests;
    private final Caller caller;

    RoutingRequestResource(RoutingRequests requests, Caller caller) {
        this.requests = requests;
        this.caller = caller;
    }

    @POST
    @APIResponseSchema(value = RoutingRequestView.class, responseCode = "201")
    public Uni<Response> open(@PathParam("account") String account, @Nullable NewRoutingRequest body) {
        caller.mustActFor(Require.account("account", account));
        return requests.open(account, Require.present("body", body), caller.act(null))
                .map(request -> Response.created(
                                URI.create("/v1/accounts/" + account + "/routing-requests/" + request.id()))
                        .entity(request)
                        .build());
    }

    @GET
    public Uni<List<RoutingRequestView>> list(
            @PathParam("account") String account,
            @QueryParam("offset") @DefaultValue("0") int offset,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) int limit) {
        Page.limit(limit);
        Require.that(offset >= 0 && offset <= 1_000_000, "offset", offset, "must be 0 to 1000000");
        caller.mustActFor(Require.account("account", account));
        return requests.page(account, offset, limit);
    }

    @GET
    @Path("/{id}")
    public Uni<RoutingRequestView> get(@PathParam("account") String account, @PathParam("id") String id) {
        caller.mustActFor(Require.account("account", account));
        return requests.get(account, Text.id("id", id));
    }

    @POST
    @Path("/{id}/approve")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<RoutingRequestView> approve(
            @PathParam("account") String account, @PathParam("id") String id, @Nullable Approval body) {
        Require.account("account", account);
        return requests.approve(account, Text.id("id", id), caller.act(body == null ? null : body.reason()));
    }

    /** @throws ContractViolation without a reason: the account wants to know what to mend */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed(Roles.OPERATOR)
    public Uni<RoutingRequestView> reject(
            @PathParam("account") String account, @PathParam("id") String id, @Nullable Reason body) {
        Require.account("account", account);
        String reason = Require.present("reason", Reason.of(body));
        return requests.reject(account, Text.id("id", id), caller.act(reason));
    }

    @POST
    @Path("/{id}/withdraw")
    public Uni<RoutingRequestView> withdraw(
            @PathParam("account") String account, @PathParam("id") String id, @Nullable Reason body) {
        caller.mustActFor(Require.account("account", account));
        return requests.withdraw(account, Text.id("id", id), caller.act(Reason.of(body)));
    }
}
