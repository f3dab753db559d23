package io.privatesmtp.delivery.egress;

import java.util.List;

/** Knows by which ways a connection can leave from a source address now. Safe to call from any thread; never blocks. */
public interface Ways {
    /** For a worker on its own: everything leaves from its host. */
    Ways DIRECT_ONLY = ip -> List.of(Way.DIRECT);

    /** In the order to try them; none where nobody has the address. */
    List<Way> from(String ip);

    /** Whether a connection can leave from the address at all. */
    default boolean leads(String ip) {
        return !from(ip).isEmpty();
    }

    /** Whether a session that took this way may be used on: its address is still where it was. */
    default boolean open(String ip, Way way) {
        return from(ip).contains(way);
    }

    /** What a door asks of a worker that wants a connection from the address to the target, now. */
    default String password(String ip, Endpoint target) {
        throw new IllegalStateException("there are no doors");
    }

    /** It turned out not to lead out; it is not given again until it is announced, or tried, anew. */
    default void failed(String ip, Way way, String why) {}

    /** A proxy does not say which address it bound, and mail from this one may not leave unverified. */
    default void unverified(String ip, Way way) {}
}
