package io.privatesmtp.provisioning.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** How the relay fares, for health and metrics. */
@ApplicationScoped
class RelayStatus {
    enum State {
        STARTING(false),
        RELAYS(true),
        /** Another service's relay has the lock. */
        STANDS_BY(true),
        FAILS(false),
        STOPPED(false);

        final boolean healthy;

        State(boolean healthy) {
            this.healthy = healthy;
        }
    }

    /** @param failure the class of what went wrong; a driver's message may name hosts and users, and health is public */
    record Snapshot(State state, @Nullable String failure) {}

    private final Counter published;
    private final Counter failures;
    private volatile Snapshot now = new Snapshot(State.STARTING, null);

    RelayStatus(MeterRegistry metrics) {
        this.published = Counter.builder("psr.outbox.published")
                .description("facts that the broker acknowledged")
                .register(metrics);
        this.failures = Counter.builder("psr.outbox.failures")
                .description("times the relay lost the database or the broker")
                .register(metrics);
    }

    Snapshot now() {
        return now;
    }

    void relays() {
        now = new Snapshot(State.RELAYS, null);
    }

    void standsBy() {
        now = new Snapshot(State.STANDS_BY, null);
    }

    void stopped() {
        now = new Snapshot(State.STOPPED, null);
    }

    void failed(Exception failure) {
        failures.increment();
        now = new Snapshot(State.FAILS, failure.getClass().getSimpleName());
    }

    void published(int facts) {
        published.increment(facts);
    }
}
