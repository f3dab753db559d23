package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.bus.routing.SourceKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The operator's own proxies: which source address leaves through which, and whether it can be reached. Each is trusted
 * until a connection fails, and tried every ten seconds.
 */
final class Proxies implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Proxies.class);
    private static final String SCHEME = "socks5://";
    private static final String ALLOW = "?unverified=allow";
    private static final int CHECK_SECONDS = 10;
    private static final int CONNECT_MILLIS = 3_000;
    /** A proxy that does not say what it bound is asked again then: it may have been replaced. */
    private static final Duration UNVERIFIED = Duration.ofMinutes(10);

    private final Clock clock;
    private final Consumer<String> changed;
    private final Map<String, Way.Proxy> ways = new ConcurrentHashMap<>();
    private final Set<Endpoint> down = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> unverified = new ConcurrentHashMap<>();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-proxies").daemon().factory());

    /** @param changed hears of addresses whose proxy can be reached again */
    Proxies(Clock clock, Consumer<String> changed) {
        this.clock = clock;
        this.changed = changed;
        checks.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /** @throws io.privatesmtp.bus.ContractViolation when the source's way is none that is known */
    static Way.Proxy way(SourceAddress source) {
        String via = source.via();
        boolean allowed = via.endsWith(ALLOW);
        String rest = allowed ? via.substring(0, via.length() - ALLOW.length()) : via;
        String endpoint = rest.startsWith(SCHEME) ? rest.substring(SCHEME.length()) : rest;
        // Nobody was promised the shared addresses.
        return new Way.Proxy(Endpoint.dialled("via", endpoint), allowed || source.kind() == SourceKind.SHARED);
    }

    void watch(String ip, Way.Proxy way) {
        ways.put(ip, way);
        unverified.remove(ip);
    }

    void forget(String ip) {
        ways.remove(ip);
        unverified.remove(ip);
    }

    boolean has(String ip) {
        return ways.containsKey(ip);
    }

    List<Way> ways(String ip) {
        Way.Proxy way = ways.get(ip);
        Instant until = unverified.get(ip);
        boolean usable = way != null
                && !down.contains(way.at())
                && (until == null || !clock.instant().isBefore(until));
        return usable ? List.of(way) : List.of();
    }

    void down(Endpoint proxy, String why) {
        if (down.add(proxy)) {
            LOG.warnf("proxy %s is not used until it can be reached: %s", proxy, why);
        }
    }

    void unverified(String ip) {
        unverified.put(ip, clock.instant().plus(UNVERIFIED));
        LOG.errorf("the proxy of %s does not say that it binds this address, so its mail does not leave", ip);
    }

    private void check() {
        Set<Endpoint> known = ways.values().stream().map(Way.Proxy::at).collect(Collectors.toSet());
        down.retainAll(known);
        down.stream().filter(Proxies::reachable).toList().forEach(proxy -> {
            down.remove(proxy);
            LOG.infof("proxy %s can be reached", proxy);
            ways.forEach((ip, way) -> {
                if (way.at().equals(proxy)) {
                    changed.accept(ip);
                }
            });
        });
    }

    private static boolean reachable(Endpoint proxy) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(proxy.host(), proxy.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }
}
