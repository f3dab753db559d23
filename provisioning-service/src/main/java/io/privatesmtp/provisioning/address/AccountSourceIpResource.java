package io.privatesmtp.provisioning.address;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.account.Accounts;
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

/** The addresses of an account: bought, listed, released. */
@Path("/v1/accounts/{account}/source-ips")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class AccountSourceIpResource {
    /** @param ip the address wanted, any free one where it is absent */
    record Purchase(@Nullable String ip) {
        Purchase(@Nullable String ip) {
            this.ip = ip == null ? null : Ip.canonical("ip", ip);
        }
    }

    private final AddressInventory inventory;
    private final Accounts accounts;
    private final Caller caller;

    AccountSourceIpResource(AddressInventory inventory, Accounts accounts, Caller caller) {
        this.inventory = inventory;
        this.accounts = accounts;
        this.caller = caller;
    }

    /** The colons of an IPv6 address may stand in a path as they are (RFC 3986 section 3.3). */
    @POST
    @APIResponseSchema(value = SourceIpView.class, responseCode = "201")
    public Uni<Response> buy(@PathParam("account") String account, @Nullable Purchase body) {
        caller.mustActFor(Require.account("account", account));
        return inventory
                .allocate(account, body == null ? null : body.ip(), caller.act(null))
                .map(address -> Response.created(URI.create("/v1/accounts/" + account + "/source-ips/" + address.ip()))
                        .entity(address)
                        .build());
    }

    @GET
    public Uni<List<SourceIpView>> list(@PathParam("account") String account) {
        caller.mustActFor(Require.account("account", account));
        return accounts.get(account).chain(() -> inventory.of(account));
    }

    @GET
    @Path("/{ip}")
    public Uni<SourceIpView> get(@PathParam("account") String account, @PathParam("ip") String ip) {
        caller.mustActFor(Require.account("account", account));
        return inventory.get(account, Ip.canonical("ip", ip));
    }

    @DELETE
    @Path("/{ip}")
    public Uni<SourceIpView> release(@PathParam("account") String account, @PathParam("ip") String ip) {
        caller.mustActFor(Require.account("account", account));
        return inventory.release(account, Ip.canonical("ip", ip), caller.act(null));
    }
}
