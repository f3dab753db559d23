package io.privatesmtp.provisioning.panel;

import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.WhenUnusable;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Text;
import io.privatesmtp.provisioning.request.NewRoutingRequest;
import io.privatesmtp.provisioning.request.RoutingRequests;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The routing requests of an account: opened and decided from its page. */
@Path("/panel/accounts/{account}/routing-requests")
@Produces(MediaType.TEXT_HTML)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@RolesAllowed({Roles.OPERATOR, Roles.ACCOUNT})
class RequestsPanel {
    private final AccountPages pages;
    private final RoutingRequests requests;
    private final Caller caller;

    RequestsPanel(AccountPages pages, RoutingRequests requests, Caller caller) {
        this.pages = pages;
        this.requests = requests;
        this.caller = caller;
    }

    @POST
    @Operation(hidden = true)
    public Uni<Response> open(
            @PathParam("account") String account,
            @FormParam("ip") @Nullable String ip,
            @FormParam("domains") @DefaultValue("") String domains,
            @FormParam("includeSubdomains") @Nullable String includeSubdomains,
            @FormParam("whenUnusable") @DefaultValue("hold") String whenUnusable,
            @FormParam("note") @Nullable String note) {
        caller.mustActFor(Require.account("account", account));
        var act = caller.act(null);
        return pages.submit(
                Viewer.of(caller),
                account,
                () -> requests.open(
                        account,
                        new NewRoutingRequest(
                                Form.blankAsAbsent(ip),
                                words(domains),
                                includeSubdomains != null,
                                choice(whenUnusable),
                                note,
                                null),
                        act));
    }

    @POST
    @Path("/{id}/approve")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Uni<Response> approve(@PathParam("account") String account, @PathParam("id") String id) {
        Require.account("account", account);
        var act = caller.act(null);
        return pages.submit(Viewer.of(caller), account, () -> requests.approve(account, Text.id("id", id), act));
    }

    @POST
    @Path("/{id}/reject")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(hidden = true)
    public Uni<Response> reject(
            @PathParam("account") String account,
            @PathParam("id") String id,
            @FormParam("reason") @Nullable String reason) {
        Require.account("account", account);
        return pages.submit(
                Viewer.of(caller),
                account,
                () -> requests.reject(
                        account, Text.id("id", id), caller.act(Require.present("reason", Text.reason(reason)))));
    }

    @POST
    @Path("/{id}/withdraw")
    @Operation(hidden = true)
    public Uni<Response> withdraw(@PathParam("account") String account, @PathParam("id") String id) {
        caller.mustActFor(Require.account("account", account));
        var act = caller.act(null);
        return pages.submit(Viewer.of(caller), account, () -> requests.withdraw(account, Text.id("id", id), act));
    }

    /** Domains may be parted by spaces, commas or line breaks. */
    private static List<@Nullable String> words(String domains) {
        return Arrays.<@Nullable String>asList(domains.strip().split("[\\s,;]+")).stream()
                .filter(word -> word != null && !word.isEmpty())
                .toList();
    }

    private static WhenUnusable choice(String whenUnusable) {
        return switch (whenUnusable.toLowerCase(Locale.ROOT)) {
            case "shared" -> WhenUnusable.SHARED;
            case "fail" -> WhenUnusable.FAIL;
            default -> WhenUnusable.HOLD;
        };
    }
}
