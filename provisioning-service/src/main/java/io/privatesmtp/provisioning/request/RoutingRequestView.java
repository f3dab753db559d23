package io.privatesmtp.provisioning.request;

import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A routing request as callers see it.
 *
 * @param reason of the decision
 * @param decidedBy who approved, rejected or withdrew it last
 * @param readiness whether it is fit to be approved; only where one request is asked for
 */
public record RoutingRequestView(
        String id,
        String account,
        String ip,
        List<String> domains,
        boolean includeSubdomains,
        WhenUnusable whenUnusable,
        @Nullable String note,
        @Nullable DkimReference dkim,
        RequestState state,
        @Nullable String reason,
        String openedBy,
        Instant openedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        long version,
        @Nullable Readiness readiness) {
    static RoutingRequestView of(RoutingRequest request) {
        return of(request, null);
    }

    static RoutingRequestView of(RoutingRequest request, @Nullable Readiness readiness) {
        return new RoutingRequestView(
                request.id,
                request.account,
                request.ip,
                List.of(request.domains),
                request.includeSubdomains,
                request.whenUnusable,
                request.note,
                request.dkim(),
                request.state,
                request.reason,
                request.openedBy,
                request.openedAt,
                request.decidedBy,
                request.decidedAt,
                request.version,
                readiness);
    }
}
