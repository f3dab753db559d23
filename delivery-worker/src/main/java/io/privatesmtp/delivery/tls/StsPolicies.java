package io.privatesmtp.delivery.tls;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The MTA-STS policies of recipient domains (RFC 8461). */
@FunctionalInterface
public interface StsPolicies {
    /** For workers that do not ask for policies. */
    StsPolicies OFF = domain -> CompletableFuture.completedFuture(Answer.NONE);

    /** About one domain. */
    sealed interface Answer {
        /** No policy. */
        Answer NONE = new Known(StsPolicy.ABSENT);

        /** What holds: a domain whose policy was asked for and cannot be had counts as one without (RFC 8461 section 3.3). */
        record Known(StsPolicy policy) implements Answer {}

        /** The domain has a policy that nobody has asked for yet, and so nothing may be sent where it might forbid it. */
        record NotYet(String text) implements Answer {}
    }

    /** Never fails, and ends in time. */
    CompletionStage<Answer> of(String recipientDomain);
}
