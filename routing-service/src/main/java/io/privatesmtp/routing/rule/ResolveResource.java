package io.privatesmtp.routing.rule;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Answers which address a sender's mail leaves from, and why. */
@Path("/v1/resolve")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "rules")
public class ResolveResource {
    private static final int MAX_SENDER = 320;

    private final RuleQueries queries;
    private final Clock clock;

    ResolveResource(RuleQueries queries, Clock clock) {
        this.queries = queries;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "Which address mail of a sender leaves from, and why, now or by the rules of a past moment",
            description = "Accounts and addresses are taken as they are now: only rules have a history.")
    public Uni<Resolution> resolve(
            @Parameter(description = "whose mail it is; without it, the account of the rule that covers the sender")
                    @QueryParam("account")
                    @Nullable
                    String account,
            @Parameter(description = "an envelope sender, or its domain", required = true)
                    @QueryParam("sender")
                    @Nullable
                    String sender,
            @Parameter(description = "RFC 3339; now without it") @QueryParam("at") @Nullable String at) {
        String address = Require.present("sender", sender);
        Require.that(address.length() <= MAX_SENDER, "sender", address, "must be 320 characters at most");
        String domain = DomainName.canonical("sender", address.substring(address.lastIndexOf('@') + 1));
        return queries.resolve(
                new Resolver.Question(Require.accountOrNull("account", account), address, domain, moment(at)));
    }

    private Instant moment(@Nullable String at) {
        if (at == null) {
            return clock.instant();
        }
        try {
            return OffsetDateTime.parse(at).toInstant();
        } catch (DateTimeParseException e) {
            throw new ContractViolation(ErrorCode.SCHEMA, "at", at, "must be a time as RFC 3339 has it");
        }
    }
}
