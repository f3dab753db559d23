package io.privatesmtp.delivery.view;

import io.privatesmtp.delivery.lane.LaneState;
import io.privatesmtp.delivery.lane.Lanes;
import io.privatesmtp.kit.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What this worker's lanes are doing. */
@Path("/v1/lanes")
@RolesAllowed(Roles.OPERATOR)
public class LaneView {
    private final Lanes lanes;

    LaneView(Lanes lanes) {
        this.lanes = lanes;
    }

    @GET
    public Uni<List<LaneState>> lanes() {
        return Uni.createFrom().completionStage(lanes.view());
    }
}
