package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;

/** The one limit on how large a message may be. */
final class Size {
    private Size() {}

    static void atMost(Limits limits, String field, long bytes) {
        if (bytes > limits.maxBytes()) {
            throw tooLarge(field, bytes, limits.maxBytes());
        }
    }

    static ContractViolation tooLarge(String field, long bytes, long limit) {
        return new ContractViolation(
                ErrorCode.TOO_LARGE, field, null, "must be " + limit + " octets at most, and is " + bytes);
    }
}
