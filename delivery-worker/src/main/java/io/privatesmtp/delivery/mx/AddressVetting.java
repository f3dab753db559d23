package io.privatesmtp.delivery.mx;

import io.privatesmtp.delivery.mx.SpecialNetworks.Special;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which addresses may be dialled. Anybody can put any address into the DNS of a domain and have mail sent there,
 * so that without this a worker would speak to the services of its own network on a stranger's behalf.
 *
 * <p>Allowed is what is globally reachable; IPv6 addresses that carry an IPv4 address through NAT64 (RFC 6052), 6to4
 * (RFC 3056) or Teredo (RFC 4380) are as good as the one they carry. Networks of {@code psr.smtp.allow-networks} are
 * allowed whatever they are.
 */
public final class AddressVetting {
    private static final Network GLOBAL_UNICAST = network("2000::/3");
    private static final Network PROTOCOL_ASSIGNMENTS = network("2001::/23");
    private static final Network NAT64 = network("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = network("2002::/16");
    private static final Network TEREDO = network("2001::/32");
    private static final int V4_BYTES = 4;

    private final List<Network> allowed;

    /** @param allowed the networks that are allowed although they would be refused */
    public AddressVetting(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    public boolean allows(InetAddress address) {
        return refusal(address) == null;
    }

    /** Why the address is refused, in a word or two, or null when it may be dialled. */
    public @Nullable String refusal(InetAddress address) {
        return refusal(address.getAddress());
    }

    private @Nullable String refusal(byte[] address) {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return null;
        }
        return address.length == V4_BYTES ? special(SpecialNetworks.V4, address) : refusalV6(address);
    }

    private @Nullable String refusalV6(byte[] address) {
        String special = special(SpecialNetworks.V6, address);
        if (special != null) {
            return special;
        }
        if (leadingZeros(address)) {
            return "embedded IPv4";
        }
        if (NAT64.contains(address)) {
            return embedded(address, 12);
        }
        if (SIX_TO_FOUR.contains(address)) {
            return embedded(address, 2);
        }
        if (TEREDO.contains(address)) {
            String server = embedded(address, 4);
            return server != null ? server : embedded(inverted(address), 12);
        }
        return !GLOBAL_UNICAST.contains(address) || PROTOCOL_ASSIGNMENTS.contains(address) ? "reserved" : null;
    }

    /** {@code ::a.b.c.d} and {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5): never on the wire. */
    private static boolean leadingZeros(byte[] address) {
        return Arrays.equals(address, 0, 10, new byte[10], 0, 10)
                && (address[10] == 0 && address[11] == 0 || address[10] == -1 && address[11] == -1);
    }

    private @Nullable String embedded(byte[] address, int offset) {
        String reason = refusal(Arrays.copyOfRange(address, offset, offset + V4_BYTES));
        return reason == null ? null : "embedded IPv4, " + reason;
    }

    /** Teredo writes the client's address with its bits inverted (RFC 4380 section 4). */
    private static byte[] inverted(byte[] address) {
        byte[] inverted = new byte[address.length];
        for (int i = 0; i < address.length; i++) {
            inverted[i] = (byte) ~address[i];
        }
        return inverted;
    }

    private static @Nullable String special(List<Special> networks, byte[] address) {
        for (Special special : networks) {
            if (special.network().contains(address)) {
                return special.reason();
            }
        }
        return null;
    }

    private static Network network(String text) {
        return Network.parse("network", text);
    }
}
