package io.privatesmtp.provisioning.closure;

import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.privatesmtp.provisioning.access.Caller;
import io.privatesmtp.provisioning.access.Reason;
import io.privatesmtp.provisioning.account.AccountView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Closes accounts, for operators. */
@Path("/v1/accounts/{account}/close")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class ClosureResource {
    private final AccountClosure closure;
    private final Caller caller;

    ClosureResource(AccountClosure closure, Caller caller) {
        this.closure = closure;
        this.caller = caller;
    }

    @POST
    public Uni<AccountView> close(@PathParam("account") String account, @Nullable Reason body) {
        return closure.close(Require.account("account", account), caller.act(Reason.of(body)));
    }
}
