package io.privatesmtp.provisioning.dkim;

import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Text;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The DKIM keys of an account, and what to publish for them. */
@Path("/v1/accounts/{account}/dkim-keys")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class DkimKeyResource {
    private final DkimKeys keys;
    private final Caller caller;

    DkimKeyResource(DkimKeys keys, Caller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    @POST
    @APIResponseSchema(value = DkimKeyView.class, responseCode = "201")
    public Uni<Response> create(@PathParam("account") String account, @Nullable NewDkimKey body) {
        caller.mustActFor(Require.account("account", account));
        return keys.create(account, Require.present("body", body), caller.act(null))
                .map(key -> Response.created(URI.create("/v1/accounts/" + account + "/dkim-keys/" + key.id()))
                        .entity(key)
                        .build());
    }

    @GET
    public Uni<List<DkimKeyView>> list(@PathParam("account") String account) {
        caller.mustActFor(Require.account("account", account));
        return keys.of(account);
    }

    @GET
    @Path("/{id}")
    public Uni<DkimKeyView> get(@PathParam("account") String account, @PathParam("id") String id) {
        caller.mustActFor(Require.account("account", account));
        return keys.get(account, Text.id("id", id));
    }

    @DELETE
    @Path("/{id}")
    public Uni<DkimKeyView> delete(@PathParam("account") String account, @PathParam("id") String id) {
        caller.mustActFor(Require.account("account", account));
        return keys.delete(account, Text.id("id", id), caller.act(null));
    }
}
