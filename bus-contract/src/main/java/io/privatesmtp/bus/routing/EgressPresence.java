package io.privatesmtp.bus.routing;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker has the address now: the value of {@code egress.presence}.
 *
 * @param worker names the worker among those alive
 * @param door host:port at which other workers may ask for connections from the address, null where it has no door
 */
public record EgressPresence(
        String ip, String worker, @Nullable String door, Instant at) {
    public EgressPresence(@Nullable String ip, @Nullable String worker, @Nullable String door, @Nullable Instant at) {
        this.ip = Ip.canonical("ip", ip);
        this.worker = Require.present("worker", Require.idOrNull("worker", worker));
        this.door = door;
        this.at = Require.present("at", at);
    }
}
