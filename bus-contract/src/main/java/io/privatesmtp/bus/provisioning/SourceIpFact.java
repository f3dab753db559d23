package io.privatesmtp.bus.provisioning;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A source address in full, after it was added, allocated or released.
 *
 * @param monthlyPrice what the account pays for it, null while it is not allocated
 */
public record SourceIpFact(
        @JsonUnwrapped Change change,
        String ip,
        String ehlo,
        SourceKind kind,
        String via,
        SourceState state,
        @Nullable BigDecimal monthlyPrice)
        implements ProvisioningEvent {}
