package io.privatesmtp.delivery.view;

import io.privatesmtp.delivery.receipt.PartitionLedgers;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the worker has joined its groups. A group with more workers than partitions leaves some without any. */
@Readiness
@ApplicationScoped
class AssignmentCheck implements HealthCheck {
    private final PartitionLedgers ledgers;

    AssignmentCheck(PartitionLedgers ledgers) {
        this.ledgers = ledgers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("partitions assigned")
                .status(ledgers.joined())
                .withData("partitions", ledgers.partitions())
                .build();
    }
}
