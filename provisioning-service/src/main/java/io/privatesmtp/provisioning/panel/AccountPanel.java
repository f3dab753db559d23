package io.privatesmtp.provisioning.panel;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Text;
import io.privatesmtp.provisioning.account.Accounts;
import io.privatesmtp.provisioning.address.AddressInventory;
import io.privatesmtp.provisioning.closure.AccountClosure;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** One account: its state, its limits, its addresses. */
@Path("/panel/accounts/{account}")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class AccountPanel {
    private final AccountPages pages;
    private final Accounts accounts;
    private final AddressInventory inventory;
    private final AccountClosure closure;
    private final Caller caller;

    AccountPanel(
            AccountPages pages, Accounts accounts, AddressInventory inventory, AccountClosure closure, Caller caller) {
        this.pages = pages;
        this.accounts = accounts;
        this.inventory = inventory;
        this.closure = closure;
        this.caller = caller;
    }

    @GET
    @Operation(hidden = true)
    public Uni<Response> show(@PathParam("account") String account) {
        caller.mustActFor(Require.account("account", account));
        return pages.show(Viewer.of(caller), account);
    }

    @POST
    @Path("/source-ips")
    @Operation(hidden = true)
    public Uni<Response> buy(@PathParam("account") String account, @FormParam("ip") @Nullable String ip) {
        caller.mustActFor(Require.account("account", account));
        var act = caller.act(null);
        String wanted = Form.blankAsAbsent(ip);
        return pages.submit(
                Viewer.of(caller),
                account,
                () -> inventory.allocate(account, wanted == null ? null : Ip.canonical("ip", wanted), act));
    }

    @POST
    @Path("/source-ips/{ip}/release")
    @Operation(hidden = true)
    public Uni<Response> release(@PathParam("account") String account, @PathParam("ip") String ip) {
        caller.mustActFor(Require.account("account", account));
        var act = caller.act(null);
        return pages.submit(Viewer.of(caller), account, () -> inventory.release(account, Ip.canonical("ip", ip), act));
    }

    @POST
    @Path("/limits")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Uni<Response> limit(
            @PathParam("account") String account,
            @FormParam("perHour") @DefaultValue("-1") long perHour,
            @FormParam("perDay") @DefaultValue("-1") long perDay) {
        Require.account("account", account);
        var act = caller.act(null);
        return pages.submit(
                Viewer.of(caller), account, () -> accounts.limit(account, new AccountLimits(perHour, perDay), act));
    }

    @POST
    @Path("/{deed:suspend|resume|close}")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Uni<Response> decide(
            @PathParam("account") String account,
            @PathParam("deed") String deed,
            @FormParam("reason") @Nullable String reason) {
        Require.account("account", account);
        var act = caller.act(Text.reason(reason));
        return pages.submit(Viewer.of(caller), account, () -> switch (deed) {
            case "suspend" -> accounts.suspend(account, act);
            case "resume" -> accounts.resume(account, act);
            default -> closure.close(account, act);
        });
    }
}
