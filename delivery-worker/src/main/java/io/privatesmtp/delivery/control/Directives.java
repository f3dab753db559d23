package io.privatesmtp.delivery.control;

import io.privatesmtp.bus.routing.ControlDirective;
import io.privatesmtp.bus.routing.ControlScope;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The directives that stand, by scope. Written by the follower's thread, read by all. */
public final class Directives {
    private final ConcurrentHashMap<ControlScope, ControlDirective> standing = new ConcurrentHashMap<>();

    void put(ControlScope scope, ControlDirective directive) {
        standing.put(scope, directive);
    }

    void remove(ControlScope scope) {
        standing.remove(scope);
    }

    boolean isEmpty() {
        return standing.isEmpty();
    }

    /** The directive over exactly this scope, null where none is in force. */
    public @Nullable ControlDirective inForce(ControlScope scope, Instant now) {
        ControlDirective directive = standing.get(scope);
        return directive != null && directive.inForce(now) ? directive : null;
    }

    /** All that are in force, in the order of their scopes. */
    public List<StandingDirective> inForce(Instant now) {
        return standing.entrySet().stream()
                .filter(entry -> entry.getValue().inForce(now))
                .map(entry -> StandingDirective.of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(StandingDirective::scope))
                .toList();
    }
}
