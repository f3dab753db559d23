package io.privatesmtp.provisioning.panel;

import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.account.NewAccount;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The list of accounts. */
@Path("/panel")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class AccountsPanel {
    private static final int SHOWN = 500;

    private final Accounts accounts;
    private final Caller caller;

    AccountsPanel(Accounts accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    @GET
    @Operation(hidden = true)
    public Response home() {
        String own = caller.account();
        return Response.seeOther(URI.create(own == null ? "/panel/accounts" : "/panel/accounts/" + own))
                .build();
    }

    @GET
    @Path("/accounts")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Uni<Response> list(@QueryParam("after") @DefaultValue("") String after) {
        return page(after, null).chain(Form::page);
    }

    @POST
    @Path("/accounts")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Uni<Response> open(@FormParam("id") @Nullable String id, @FormParam("name") @Nullable String name) {
        Viewer viewer = Viewer.of(caller);
        var act = caller.act(null);
        return Form.submit(
                () -> accounts.open(new NewAccount(Form.blankAsAbsent(id), name, null, null), act),
                "/panel/accounts",
                error -> page(viewer, "", error));
    }

    private Uni<TemplateInstance> page(String after, @Nullable String error) {
        return page(Viewer.of(caller), after, error);
    }

    private Uni<TemplateInstance> page(Viewer viewer, String after, @Nullable String error) {
        return accounts.page(after, SHOWN).map(found -> Pages.accounts(viewer, List.copyOf(found), error));
    }
}
