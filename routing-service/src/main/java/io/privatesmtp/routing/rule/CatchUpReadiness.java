package io.privatesmtp.routing.rule;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while facts of before the start are still to be folded. */
@Readiness
@ApplicationScoped
class CatchUpReadiness implements HealthCheck {
    private final CatchUp catchUp;

    CatchUpReadiness(CatchUp catchUp) {
        this.catchUp = catchUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("provisioning facts folded")
                .status(catchUp.done())
                .build();
    }
}
