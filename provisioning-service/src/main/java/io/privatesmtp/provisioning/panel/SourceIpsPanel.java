package io.privatesmtp.provisioning.panel;

import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.address.AddressInventory;
import io.privatesmtp.provisioning.address.NewSourceIp;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The inventory of source addresses. */
@Path("/panel/source-ips")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RolesAllowed(Roles.OPERATOR)
class SourceIpsPanel {
    private static final int SHOWN = 1_000;

    private final AddressInventory inventory;
    private final Caller caller;
    private final Clock clock;

    SourceIpsPanel(AddressInventory inventory, Caller caller, Clock clock) {
        this.inventory = inventory;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> list() {
        return page(Viewer.of(caller), null).chain(Form::page);
    }

    @POST
    @Operation(hidden = true)
    public Uni<Response> add(
            @FormParam("ip") @Nullable String ip,
            @FormParam("ehlo") @Nullable String ehlo,
            @FormParam("kind") @Nullable String kind,
            @FormParam("via") @Nullable String via,
            @FormParam("warmUp") @Nullable String warmUp) {
        Viewer viewer = Viewer.of(caller);
        var act = caller.act(null);
        return Form.submit(
                () -> inventory.add(
                        new NewSourceIp(
                                Form.blankAsAbsent(ip),
                                Form.blankAsAbsent(ehlo),
                                "shared".equals(kind) ? SourceKind.SHARED : SourceKind.PRIVATE,
                                Form.blankAsAbsent(via),
                                warmUp != null),
                        act),
                "/panel/source-ips",
                error -> page(viewer, error));
    }

    private Uni<TemplateInstance> page(Viewer viewer, @Nullable String error) {
        return inventory.page("", SHOWN).map(found -> Pages.sourceIps(viewer, found, clock.instant(), error));
    }
}
