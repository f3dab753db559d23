package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.Ip;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Whom a door opens for. It is no open proxy: each of these rules is asked for every connection. */
final class DoorRules {
    private final DoorKey key;
    private final LocalAddresses local;
    private final Door.Targets targets;
    private final Clock clock;

    /** @param targets what may be dialled at all; asked here again, whoever has asked before */
    DoorRules(DoorKey key, LocalAddresses local, Door.Targets targets, Clock clock) {
        this.key = key;
        this.local = local;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Null where the connection may be made. The secret comes first, so that nothing is told to strangers.
     *
     * @param source the address to bind, as the user name says it
     * @param target never a name: nobody resolves here
     */
    @Nullable
    Refusal refusal(String source, String password, Endpoint target) {
        switch (key.check(password, source, target, clock.instant())) {
            case WRONG -> {
                return Refusal.SECRET;
            }
            case EXPIRED -> {
                return Refusal.EXPIRED;
            }
            case GOOD -> {}
        }
        if (!canonical(source) || !local.watches(source) || !local.has(source)) {
            return Refusal.ADDRESS;
        }
        if (!targets.ports().contains(target.port())) {
            return Refusal.PORT;
        }
        InetAddress address = target.address();
        boolean sameFamily = address instanceof Inet4Address == Ip.parse("source", source) instanceof Inet4Address;
        return sameFamily && targets.vetting().test(address) ? null : Refusal.TARGET;
    }

    private static boolean canonical(String source) {
        try {
            return Ip.canonical("source", source).equals(source);
        } catch (ContractViolation e) {
            return false;
        }
    }
}
