package io.privatesmtp.provisioning.address;

import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address for the inventory.
 *
 * @param ehlo the name to greet with, a domain name that should resolve to the address and back
 * @param kind private where it is not given
 * @param via {@code direct} where it is not given, or {@code socks5://host:port}, with {@code ?unverified=allow}
 *     behind it where a private address may leave through a proxy that does not say what it bound
 * @param warmUp whether it starts with a daily allowance that grows
 */
public record NewSourceIp(String ip, String ehlo, SourceKind kind, String via, Boolean warmUp) {
    private static final Pattern PROXY =
            Pattern.compile("socks5://(?:\\[([0-9A-Fa-f:.]+)]|([^:/\\[\\]]+)):(\\d{1,5})(\\?unverified=allow)?");
    private static final int MAX_PORT = 65_535;

    public NewSourceIp(
            @Nullable String ip,
            @Nullable String ehlo,
            @Nullable SourceKind kind,
            @Nullable String via,
            @Nullable Boolean warmUp) {
        this.ip = usable(ip);
        this.ehlo = DomainName.canonical("ehlo", ehlo);
        this.kind = kind == null ? SourceKind.PRIVATE : kind;
        this.via = via == null ? SourceAddress.DIRECT : way(via);
        this.warmUp = warmUp != null && warmUp;
    }

    /** Loopback and private ranges are let through: tests use the one, networks behind NAT the other. */
    private static String usable(@Nullable String ip) {
        InetAddress address = Ip.parse("ip", ip);
        Require.that(
                !address.isAnyLocalAddress() && !address.isMulticastAddress(),
                "ip",
                ip,
                "must be the address of one host");
        return Ip.text(address);
    }

    private static String way(String via) {
        if (via.equals(SourceAddress.DIRECT)) {
            return via;
        }
        Matcher proxy = PROXY.matcher(via);
        Require.that(
                proxy.matches(),
                "via",
                via,
                "must be direct, socks5://host:port or socks5://host:port?unverified=allow");
        int port = Integer.parseInt(proxy.group(3));
        Require.that(port >= 1 && port <= MAX_PORT, "via", via, "must have a port of 1 to 65535");
        String host = proxy.group(1) != null
                ? "[" + Ip.canonical("via", proxy.group(1)) + "]"
                : DomainName.canonical("via", proxy.group(2));
        return "socks5://" + host + ":" + port + (proxy.group(4) == null ? "" : proxy.group(4));
    }
}
