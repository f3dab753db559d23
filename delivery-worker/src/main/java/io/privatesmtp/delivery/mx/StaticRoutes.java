package io.privatesmtp.delivery.mx;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Servers that the operator names for recipient domains, in place of their MX records: {@code psr.routes}. The exact domain goes
 * before the nearest one that stands with its subdomains, and that before the rest.
 */
public final class StaticRoutes {
    private static final String FIELD = "psr.routes";
    private static final String REST = "*";
    private static final String BELOW = "*.";
    /** No route: where DNS says. */
    private static final String BY_MX = "mx";

    private final Map<String, RouteTarget> routes;

    private StaticRoutes(Map<String, RouteTarget> routes) {
        this.routes = Map.copyOf(routes);
    }

    /**
     * @param text {@code domain=host:port,…}; {@code *.domain} for all below it, {@code *} for the rest; {@code mx} in place of a
     *     host for where DNS says
     * @param port where none is given
     * @throws ContractViolation that names the entry and the rule
     */
    public static StaticRoutes parse(String text, int port) {
        Map<String, RouteTarget> routes = new HashMap<>();
        for (String entry : text.split("[,\\n]")) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.indexOf('=');
            String domain =
                    domain(entry, equals < 0 ? "" : entry.substring(0, equals).strip());
            String target = entry.substring(equals + 1).strip();
            RouteTarget route = target.equals(BY_MX) ? RouteTarget.BY_MX : RouteTarget.parse(FIELD, target, port);
            if (routes.put(domain, route) != null) {
                throw new ContractViolation(ErrorCode.SCHEMA, FIELD, entry.strip(), "must name a domain once");
            }
        }
        return new StaticRoutes(routes);
    }

    private static String domain(String entry, String text) {
        String prefix = text.startsWith(BELOW) ? BELOW : "";
        String canonical = text.equals(REST) ? REST : DomainName.canonicalOrNull(text.substring(prefix.length()));
        if (canonical == null) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA,
                    FIELD,
                    entry.strip(),
                    "must be domain=host:port, *.domain=host:port or *=host:port");
        }
        return prefix + canonical;
    }

    /** Null where the mail goes by MX records. */
    public @Nullable RouteTarget of(String recipientDomain) {
        if (routes.isEmpty()) {
            return null;
        }
        String domain = DomainName.canonicalOrNull(recipientDomain);
        RouteTarget found = domain == null ? null : routes.get(domain);
        for (String up = domain == null ? null : DomainName.parent(domain);
                found == null && up != null;
                up = DomainName.parent(up)) {
            found = routes.get(BELOW + up);
        }
        if (found == null) {
            found = routes.get(REST);
        }
        return found == RouteTarget.BY_MX ? null : found;
    }

    /** All ports that routes lead to. */
    public Set<Integer> ports() {
        Set<Integer> ports = new HashSet<>();
        routes.values().stream().filter(route -> route != RouteTarget.BY_MX).forEach(route -> ports.add(route.port()));
        return ports;
    }
}
