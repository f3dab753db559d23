package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import org.jspecify.annotations.Nullable;

/**
 * An address that mail leaves from, and its state.
 *
 * @param account whose it is, where it is private and allocated
 * @param ehlo the name to greet with; should resolve to the address and back
 * @param via {@code direct}, or {@code socks5://host:port} for an operator's own proxy; with {@code ?unverified=allow} behind
 *     it, private mail goes through it although it does not say which address it bound
 * @param dailyAllowance recipients a day (UTC), such as while it warms up; null for no limit, 0 for none at all
 */
public record SourceAddress(
        String ip,
        SourceKind kind,
        @Nullable String account,
        String ehlo,
        String via,
        SourceState state,
        @Nullable Long dailyAllowance,
        @Nullable String reason,
        long version) {
    public static final String DIRECT = "direct";

    public SourceAddress(
            @Nullable String ip,
            @Nullable SourceKind kind,
            @Nullable String account,
            @Nullable String ehlo,
            @Nullable String via,
            @Nullable SourceState state,
            @Nullable Long dailyAllowance,
            @Nullable String reason,
            long version) {
        this.ip = Ip.canonical("ip", ip);
        this.kind = Require.present("kind", kind);
        this.account = Require.accountOrNull("account", account);
        this.ehlo = Require.present("ehlo", ehlo);
        this.via = via == null ? DIRECT : via;
        this.state = Require.present("state", state);
        this.dailyAllowance = dailyAllowance;
        this.reason = reason;
        this.version = version;
    }
}
