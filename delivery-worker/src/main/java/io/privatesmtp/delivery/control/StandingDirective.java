package io.privatesmtp.delivery.control;

import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A directive with its scope, as REST shows it. */
public record StandingDirective(
        String scope,
        ControlDirective.Directive directive,
        @Nullable String reason,
        @Nullable String actor,
        @Nullable Instant until) {
    static StandingDirective of(ControlScope scope, ControlDirective of) {
        return new StandingDirective(scope.toString(), of.directive(), of.reason(), of.actor(), of.until());
    }
}
