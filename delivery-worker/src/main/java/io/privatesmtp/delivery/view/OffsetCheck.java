package io.privatesmtp.delivery.view;

import io.privatesmtp.delivery.receipt.PartitionLedgers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Not ready while partitions wait for an operator's word because their offsets were lost. */
@Readiness
@ApplicationScoped
class OffsetCheck implements HealthCheck {
    private final PartitionLedgers ledgers;

    OffsetCheck(PartitionLedgers ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public HealthCheckResponse call() {
        @Nullable String withheld = ledgers.withheld();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("offsets known").status(withheld == null);
        return withheld == null
                ? answer.build()
                : answer.withData("withheld", withheld).build();
    }
}
