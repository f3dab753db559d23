package io.privatesmtp.delivery.dkim;

import io.micrometer.core.instrument.MeterRegistry;
import io.privatesmtp.delivery.route.RoutingTables;
import io.privatesmtp.delivery.route.TableChanges;
import io.privatesmtp.kit.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Begins and ends with the worker. */
@ApplicationScoped
class DkimSetup {
    private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

    @Produces
    @Singleton
    Dkim dkim(
            DkimSettings settings,
            Credentials credentials,
            RoutingTables tables,
            TableChanges changes,
            Clock clock,
            MeterRegistry metrics) {
        KeyCall call = settings.keysUrl()
                .map(url -> new KeyCall(url, credentials.ofOperator(), LONGEST_CALL))
                .orElse(null);
        return new Dkim(settings, call, tables.rules(), () -> changes.changed(null), clock, metrics);
    }

    void end(@Disposes Dkim dkim) {
        dkim.close();
    }
}
