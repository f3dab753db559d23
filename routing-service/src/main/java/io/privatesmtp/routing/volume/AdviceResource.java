package io.privatesmtp.routing.volume;

import io.privatesmtp.bus.Require;
import io.privatesmtp.kit.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tells an account whether an address of its own would serve it. */
@Path("/v1/advice")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
@Tag(name = "advice")
public class AdviceResource {
    private final DailyVolume volume;
    private final AdviceSettings settings;
    private final Clock clock;

    AdviceResource(DailyVolume volume, AdviceSettings settings, Clock clock) {
        this.volume = volume;
        this.settings = settings;
        this.clock = clock;
    }

    @GET
    @Path("/{account}")
    @Operation(summary = "Whether an account is better off on its own address or on the shared ones, by its volume")
    public Uni<Advice> advice(String account) {
        Require.account("account", account);
        LocalDate first = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(settings.days() - 1L);
        return volume.since(account, first).map(delivered -> Advice.of(account, delivered, settings));
    }
}
