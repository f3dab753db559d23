package io.privatesmtp.provisioning.address;

import io.privatesmtp.bus.routing.SourceKind;
import io.privatesmtp.bus.routing.SourceState;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address as callers see it.
 *
 * @param id the address itself
 * @param account whose it is
 * @param monthlyPrice what the account pays, absent while it is nobody's
 * @param quarantineUntil until when a released address rests
 */
public record SourceIpView(
        String id,
        String ip,
        String ehlo,
        SourceKind kind,
        String via,
        SourceState state,
        @Nullable String account,
        @Nullable BigDecimal monthlyPrice,
        @Nullable Instant quarantineUntil,
        long version) {
    static SourceIpView of(SourceIp address) {
        return new SourceIpView(
                address.ip,
                address.ip,
                address.ehlo,
                address.kind,
                address.via,
                address.state,
                address.account,
                address.monthlyPrice,
                address.quarantineUntil,
                address.version);
    }
}
