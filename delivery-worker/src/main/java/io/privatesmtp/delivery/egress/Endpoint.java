package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something listens.
 *
 * @param host an address in its canonical spelling, or a name
 * @param port 0 to 65535, 0 for a free one
 */
public record Endpoint(String host, int port) {
    private static final Pattern TEXT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253})):(\\d{1,5})");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final int MAX_PORT = 65_535;

    static Endpoint of(InetSocketAddress address) {
        return new Endpoint(Ip.text(address.getAddress()), address.getPort());
    }

    /**
     * {@code host:port}; an address may stand in brackets, of IPv6 it must.
     *
     * @param field names the setting or field in the error
     */
    public static Endpoint parse(String field, String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > MAX_PORT) {
            throw new ContractViolation(ErrorCode.SCHEMA, field, text, "must be host:port, IPv6 addresses in brackets");
        }
        String host = parts.group(1) != null ? Ip.canonical(field, parts.group(1)) : parts.group(2);
        if (DIGITS_AND_DOTS.matcher(host).matches()) {
            Ip.parse(field, host);
        }
        return new Endpoint(host, Integer.parseInt(parts.group(3)));
    }

    /** As {@link #parse}, but of something that can be dialled. */
    static Endpoint dialled(String field, String text) {
        Endpoint endpoint = parse(field, text);
        Require.that(endpoint.port > 0, field, text, "must have a port of 1 to 65535");
        return endpoint;
    }

    /** Whether the host is an address and not a name. */
    public boolean literal() {
        return host.indexOf(':') >= 0 || DIGITS_AND_DOTS.matcher(host).matches();
    }

    /** Of a {@link #literal} host. */
    public InetAddress address() {
        return Ip.parse("host", host);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
