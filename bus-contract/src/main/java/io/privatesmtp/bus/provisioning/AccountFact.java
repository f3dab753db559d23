package io.privatesmtp.bus.provisioning;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bus.routing.AccountLimits;
import io.privatesmtp.bus.routing.AccountState;
import io.privatesmtp.bus.submission.OnFailure;
import org.jspecify.annotations.Nullable;

/** An account in full, after it was opened, limited, suspended, resumed or closed. */
public record AccountFact(
        @JsonUnwrapped Change change,
        String id,
        @Nullable String name,
        AccountState state,
        AccountLimits limits,
        OnFailure onFailure)
        implements ProvisioningEvent {}
