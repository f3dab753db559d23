package io.privatesmtp.delivery.tls;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The MTA-STS policies of recipient domains (RFC 8461). */
@FunctionalInterface
public interface StsPolicies {
    /** For workers that do not ask for policies. */
    StsPolicies OFF = domain -> CompletableFuture.completedFuture(StsPolicy.ABSENT);

    /** Never fails, and ends in time: a domain whose policy cannot be had counts as one without. */
    CompletionStage<StsPolicy> of(String recipientDomain);
}
