package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.Ip;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Which source addresses this host has: those that a socket can be bound to. A list of interfaces would miss some
 * (routed blocks, loopback addresses), so each is tried, when it appears and every ten seconds.
 */
@ApplicationScoped
public class LocalAddresses {
    private static final Logger LOG = Logger.getLogger(LocalAddresses.class);
    private static final int CHECK_SECONDS = 10;

    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Set<String> present = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-local-addresses").daemon().factory());

    LocalAddresses() {
        checks.scheduleWithFixedDelay(
                () -> watched.forEach(this::check), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /** Whether a connection can leave from the address on this host now. */
    public boolean has(String ip) {
        return present.contains(ip);
    }

    /** Tries the address now and from now on. */
    public void watch(String ip) {
        if (watched.add(ip)) {
            check(ip);
        }
    }

    public void forget(String ip) {
        watched.remove(ip);
        present.remove(ip);
    }

    /** A connection could not be bound to it: no more mail is given to it until a check finds it back. */
    public void lost(String ip) {
        if (present.remove(ip)) {
            LOG.warnf("source address %s cannot be bound any more", ip);
        }
    }

    void atStop(@Observes ShutdownEvent event) {
        checks.shutdownNow();
    }

    private void check(String ip) {
        boolean bound = bindable(ip);
        if (!watched.contains(ip)) {
            return;
        }
        if (bound && present.add(ip)) {
            LOG.infof("source address %s is on this host", ip);
        } else if (!bound) {
            lost(ip);
        }
    }

    private static boolean bindable(String ip) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Ip.parse("ip", ip), 0), 1);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
