package io.privatesmtp.bus.provisioning;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bus.routing.DkimReference;
import io.privatesmtp.bus.routing.WhenUnusable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A routing request in full, after it was opened, approved, rejected or withdrawn. */
public record RoutingRequestFact(
        @JsonUnwrapped Change change,
        String id,
        String ip,
        List<String> domains,
        boolean includeSubdomains,
        WhenUnusable whenUnusable,
        @Nullable String note,
        @Nullable DkimReference dkim,
        String state)
        implements ProvisioningEvent {}
