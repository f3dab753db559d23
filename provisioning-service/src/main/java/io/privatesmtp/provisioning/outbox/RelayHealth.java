package io.privatesmtp.provisioning.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while facts cannot reach the bus. A relay that stands by for another service's is fine. */
@Readiness
@ApplicationScoped
class RelayHealth implements HealthCheck {
    private final RelayStatus status;

    RelayHealth(RelayStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        RelayStatus.Snapshot now = status.now();
        var answer = HealthCheckResponse.named("outbox relay")
                .status(now.state().healthy)
                .withData("state", now.state().name());
        return now.failure() == null
                ? answer.build()
                : answer.withData("failure", now.failure()).build();
    }
}
