package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.Ip;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Which source addresses this host has: those that a socket can be bound to. A list of interfaces would miss some
 * (routed blocks, loopback addresses), so each is tried, when it appears and every ten seconds.
 */
@ApplicationScoped
public class LocalAddresses {
    /** Hears what this host gains and loses. Called on any thread; must not block. */
    public interface Listener {
        default void appeared(String ip) {}

        /** No more mail is to be given to it. */
        default void lost(String ip) {}

        /** The host does not have it any more: what is connected from it is cut off from the other side. */
        default void gone(String ip) {}
    }

    private static final Logger LOG = Logger.getLogger(LocalAddresses.class);
    private static final int CHECK_SECONDS = 10;
    private static final String AUTO = "auto";

    private final Predicate<String> allowed;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Set<String> present = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-local-addresses").daemon().factory());

    @Inject
    LocalAddresses(EgressSettings settings) {
        this(settings.local());
    }

    LocalAddresses(List<String> local) {
        allowed = local.contains(AUTO)
                ? ip -> true
                : local.stream().map(ip -> Ip.canonical("psr.egress.local", ip)).collect(Collectors.toSet())::contains;
        checks.scheduleWithFixedDelay(
                () -> watched.forEach(this::check), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Calls with addresses that the host does not have any more, see {@link Listener#gone}; also again and again. */
    public void onGone(Consumer<String> gone) {
        listeners.add(new Listener() {
            @Override
            public void gone(String ip) {
                gone.accept(ip);
            }
        });
    }

    /** Whether a connection can leave from the address on this host now. */
    public boolean has(String ip) {
        return present.contains(ip);
    }

    /** Whether it is a source address at all, on whichever host. */
    boolean watches(String ip) {
        return watched.contains(ip);
    }

    Set<String> present() {
        return Set.copyOf(present);
    }

    /** Tries the address now and from now on. */
    public void watch(String ip) {
        if (watched.add(ip)) {
            check(ip);
        }
    }

    public void forget(String ip) {
        watched.remove(ip);
        if (present.remove(ip)) {
            listeners.forEach(listener -> listener.lost(ip));
        }
    }

    /** A connection could not be bound to it: no more mail is given to it until a check finds it back. */
    public void lost(String ip) {
        if (present.remove(ip)) {
            LOG.warnf("source address %s cannot be bound any more", ip);
            listeners.forEach(listener -> listener.lost(ip));
        }
    }

    void atStop(@Observes ShutdownEvent event) {
        close();
    }

    void close() {
        checks.shutdownNow();
    }

    void check(String ip) {
        if (bindable(ip)) {
            // Forgotten meanwhile, it must not come back.
            if (watched.contains(ip) && present.add(ip)) {
                LOG.infof("source address %s is on this host", ip);
                listeners.forEach(listener -> listener.appeared(ip));
            }
        } else {
            lost(ip);
            listeners.forEach(listener -> listener.gone(ip));
        }
    }

    /** Only a refused bind says that the host lacks the address; without descriptors, say, nothing is known. */
    private boolean bindable(String ip) {
        if (!allowed.test(ip)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(Ip.parse("ip", ip), 0), 1);
            return true;
        } catch (BindException e) {
            // All its ports may be taken, which says that it is here.
            return String.valueOf(e.getMessage()).contains("in use");
        } catch (IllegalArgumentException e) {
            return false;
        } catch (IOException e) {
            return has(ip);
        }
    }
}
