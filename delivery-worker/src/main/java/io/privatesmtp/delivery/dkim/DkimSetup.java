package io.privatesmtp.delivery.dkim;

import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.delivery.route.RoutingTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Begins and ends with the worker. */
@ApplicationScoped
class DkimSetup {
    @Produces
    @Singleton
    Dkim dkim(DkimSettings settings, RoutingTables tables, Clock clock, MeterRegistry metrics) {
        return new Dkim(settings, tables.rules(), clock, metrics);
    }

    void end(@Disposes Dkim dkim) {
        dkim.close();
    }
}
