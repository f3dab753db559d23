package io.privatesmtp.delivery.control;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlScope;
import io.privatesmtp.kit.ProblemException;
import io.privatesmtp.kit.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Suspends, cancels and resumes mail, for all workers: this one only writes the directive to the bus. */
@Path("/v1/control")
@RolesAllowed(Roles.OPERATOR)
public class ControlResource {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_REASON = 300;

    /** @param scope in the body of a POST; of a PUT, the path says it */
    public record Order(
            @Nullable String scope,
            ControlDirective.@Nullable Directive directive,
            @Nullable String reason,
            @Nullable Instant until) {}

    private final ControlTopic topic;
    private final SecurityIdentity caller;
    private final Clock clock;

    ControlResource(ControlTopic topic, SecurityIdentity caller, Clock clock) {
        this.topic = topic;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    public List<StandingDirective> all() {
        return topic.directives().inForce(clock.instant());
    }

    @GET
    @Path("/{scope:.+}")
    public StandingDirective one(@PathParam("scope") String text) {
        ControlScope scope = ControlScope.parse("scope", text);
        return StandingDirective.of(scope, standing(scope));
    }

    @POST
    @ResponseStatus(201)
    public Uni<StandingDirective> post(@Nullable Order order) {
        Order given = Require.present("body", order);
        return put(ControlScope.parse("scope", given.scope()), given);
    }

    @PUT
    @Path("/{scope:.+}")
    public Uni<StandingDirective> put(@PathParam("scope") String text, @Nullable Order order) {
        return put(ControlScope.parse("scope", text), Require.present("body", order));
    }

    @DELETE
    @Path("/{scope:.+}")
    public Uni<Void> resume(@PathParam("scope") String text) {
        ControlScope scope = ControlScope.parse("scope", text);
        standing(scope);
        return write(scope, null);
    }

    private Uni<StandingDirective> put(ControlScope scope, Order order) {
        ControlDirective directive = new ControlDirective(
                Require.present("directive", order.directive()),
                reason(order.reason()),
                caller.getPrincipal().getName(),
                order.until());
        if (!directive.inForce(clock.instant())) {
            throw new ContractViolation(ErrorCode.SCHEMA, "until", order.until(), "must lie ahead");
        }
        return write(scope, directive).replaceWith(() -> StandingDirective.of(scope, directive));
    }

    /** It is shown in events, and to whoever gets a bounce. */
    private static @Nullable String reason(@Nullable String text) {
        boolean fine =
                text == null || text.length() <= MAX_REASON && text.chars().noneMatch(Character::isISOControl);
        Require.that(fine, "reason", text, "must be 300 characters at most, in one line");
        return text;
    }

    private ControlDirective standing(ControlScope scope) {
        ControlDirective directive = topic.directives().inForce(scope, clock.instant());
        if (directive == null) {
            throw ProblemException.notFound("a directive for", scope.toString());
        }
        return directive;
    }

    private Uni<Void> write(ControlScope scope, @Nullable ControlDirective directive) {
        return Uni.createFrom()
                .completionStage(() -> topic.write(scope, directive))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure(TimeoutException.class)
                .transform(e -> new ProblemException(
                        503, "bus-unavailable", "the bus has not acknowledged it; it may still take effect", null));
    }
}
