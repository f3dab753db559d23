package io.privatesmtp.delivery.egress;

import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import java.util.Locale;

/** Why a door does not open, and what it answers (RFC 1928 section 6): 1 where this door will not do, 2 where the target won't. */
enum Refusal {
    /** No SOCKS5, or not the way a worker speaks it. */
    PROTOCOL(Socks5CommandStatus.FAILURE),
    SLOW(Socks5CommandStatus.FAILURE),
    BUSY(Socks5CommandStatus.FAILURE),
    SECRET(Socks5CommandStatus.FAILURE),
    /** The right secret, but a minute ago: a replay, or clocks that are apart. */
    EXPIRED(Socks5CommandStatus.FAILURE),
    /** No source address, or none of this host. */
    ADDRESS(Socks5CommandStatus.FAILURE),
    BIND(Socks5CommandStatus.FAILURE),
    PORT(Socks5CommandStatus.FORBIDDEN),
    TARGET(Socks5CommandStatus.FORBIDDEN);

    private final Socks5CommandStatus status;

    Refusal(Socks5CommandStatus status) {
        this.status = status;
    }

    Socks5CommandStatus status() {
        return status;
    }

    /** As it stands in metrics and logs. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
