package io.privatesmtp.delivery.dns;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.Require;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/**
 * Which name servers are asked, and how patiently.
 *
 * @param servers recursive resolvers, in the order to ask; at least one
 * @param attempt how long one server may take before the next is asked
 * @param total how long it may take until mail for a domain has its hosts
 * @param concurrent how many questions may be open at a time; more wait
 */
public record DnsSettings(List<InetSocketAddress> servers, Duration attempt, Duration total, int concurrent) {
    private static final String FIELD = "psr.dns.servers";
    private static final int DNS_PORT = 53;

    public DnsSettings {
        servers = List.copyOf(servers);
        Require.that(!servers.isEmpty(), FIELD, null, "must name at least one server");
        Require.that(
                attempt.isPositive() && total.compareTo(attempt) >= 0, "total", total, "must not be below attempt");
        Require.that(concurrent > 0, "concurrent", concurrent, "must be at least 1");
    }

    /** Two seconds for each attempt, fifteen in all, 512 questions at a time. */
    public static DnsSettings of(List<InetSocketAddress> servers) {
        return new DnsSettings(servers, Duration.ofSeconds(2), Duration.ofSeconds(15), 512);
    }

    /**
     * @param servers {@code host:port,…}, addresses and not names, IPv6 in brackets, port 53 when it is left out;
     *     blank for the system's
     */
    public static DnsSettings parse(String servers) {
        return of(servers.isBlank() ? systemServers() : parseServers(servers));
    }

    private static List<InetSocketAddress> systemServers() {
        return ResolverConfig.getCurrentConfig().servers();
    }

    private static List<InetSocketAddress> parseServers(String servers) {
        return Arrays.stream(servers.split(","))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .map(DnsSettings::parseServer)
                .toList();
    }

    private static InetSocketAddress parseServer(String server) {
        int bracket = server.lastIndexOf(']');
        int colon = server.lastIndexOf(':');
        boolean bareV6 = bracket < 0 && colon != server.indexOf(':');
        boolean hasPort = !bareV6 && colon > bracket;
        String host = hasPort ? server.substring(0, colon) : server;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new InetSocketAddress(Ip.parse(FIELD, host), hasPort ? port(server, colon) : DNS_PORT);
    }

    private static int port(String server, int colon) {
        String digits = server.substring(colon + 1);
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw new ContractViolation(ErrorCode.SCHEMA, FIELD, server, "must be host:port with a port of 1 to 65535");
        }
        return port;
    }
}
