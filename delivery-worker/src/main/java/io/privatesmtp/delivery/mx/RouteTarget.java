package io.privatesmtp.delivery.mx;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Ip;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server by name or address.
 *
 * @param host in canonical spelling, or an address literal (RFC 5321 section 4.1.3)
 */
public record RouteTarget(String host, int port) {
    static final RouteTarget BY_MX = new RouteTarget("", 0);

    private static final int MAX_PORT = 65_535;

    /**
     * @param text {@code host:port}, {@code host}, or the same with an address, IPv6 in brackets
     * @param port where none is given
     * @throws ContractViolation that names the field, the value and the rule
     */
    public static RouteTarget parse(String field, String text, int port) {
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = host(hasPort ? text.substring(0, colon) : text);
        int number = hasPort ? number(text.substring(colon + 1)) : port;
        if (host == null || number < 1 || number > MAX_PORT) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, field, text, "must be host:port with a port of 1 to 65535, IPv6 in brackets");
        }
        return new RouteTarget(host, number);
    }

    private static int number(String digits) {
        return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    }

    private static @Nullable String host(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bracketed || bare.matches("[\\d.]+")) {
            InetAddress address;
            try {
                address = Ip.parse("host", bare);
            } catch (ContractViolation e) {
                return null;
            }
            return (address instanceof Inet4Address ? "[" : "[IPv6:") + Ip.text(address) + ']';
        }
        return DomainName.canonicalOrNull(bare);
    }

    @Override
    public String toString() {
        return host + ':' + port;
    }
}
