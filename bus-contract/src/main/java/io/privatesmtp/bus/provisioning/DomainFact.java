package io.privatesmtp.bus.provisioning;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/** A sender domain after it was verified or removed; the request names where its rule came from. */
public record DomainFact(
        @JsonUnwrapped Change change,
        String domain,
        @Nullable String requestId) implements ProvisioningEvent {}
