package io.privatesmtp.provisioning.address;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Page;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The inventory of addresses, for operators. */
@Path("/v1/source-ips")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class SourceIpResource {
    private final AddressInventory inventory;
    private final Caller caller;

    SourceIpResource(AddressInventory inventory, Caller caller) {
        this.inventory = inventory;
        this.caller = caller;
    }

    @POST
    @APIResponseSchema(value = SourceIpView.class, responseCode = "201")
    public Uni<Response> add(@Nullable NewSourceIp body) {
        return inventory
                .add(Require.present("body", body), caller.act(null))
                .map(address -> Response.created(URI.create("/v1/source-ips/" + address.ip()))
                        .entity(address)
                        .build());
    }

    @GET
    @Path("/{ip}")
    public Uni<SourceIpView> get(@PathParam("ip") String ip) {
        return inventory.get(Ip.canonical("ip", ip));
    }

    @GET
    @APIResponseSchema(SourceIpView[].class)
    public Uni<Response> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) int limit,
            @Context UriInfo uri) {
        Page.limit(limit);
        String cursor = after.isEmpty() ? after : Ip.canonical("after", after);
        return inventory.page(cursor, limit).map(page -> Page.of(page, limit, uri, "after", SourceIpView::ip));
    }
}
