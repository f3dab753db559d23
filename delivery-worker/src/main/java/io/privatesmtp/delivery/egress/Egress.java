package io.privatesmtp.delivery.egress;

import io.privatesmtp.bus.routing.SourceAddress;
import io.privatesmtp.kit.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where every source address is: on this host, behind another worker's door, or behind an operator's proxy. This worker's
 * own addresses are announced, and served at its door.
 */
@ApplicationScoped
public class Egress implements Ways {
    private static final int EXPIRE_SECONDS = 1;

    private final LocalAddresses local;
    private final Door door;
    private final Proxies proxies;
    private final Presence presence;
    private final Map<String, Object> kafka;
    private final Clock clock;
    private final @Nullable DoorKey key;
    private final String worker =
            hostName() + "-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService expiry = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("psr-presence-expiry").daemon().factory());
    private @Nullable Announcer announcer;

    Egress(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            EgressSettings settings,
            LocalAddresses local,
            Door door,
            Clock clock) {
        this.key = DoorKey.of(settings).orElse(null);
        this.kafka = kafka;
        this.local = local;
        this.door = door;
        this.clock = clock;
        this.proxies = new Proxies(clock, this::changed);
        this.presence = new Presence(kafka, worker, clock, this::changed);
    }

    /** Before the routing tables are read: their addresses are looked for, and announced with the door, at once. */
    void atStart(@Observes @Priority(TopicSetup.PRIORITY + 5) StartupEvent event) {
        Endpoint advertised = door.open();
        Announcer started =
                new Announcer(kafka, worker, advertised == null ? null : advertised.toString(), local::present, clock);
        announcer = started.start();
        local.listen(started);
        local.listen(new LocalAddresses.Listener() {
            @Override
            public void appeared(String ip) {
                changed(ip);
            }

            @Override
            public void lost(String ip) {
                changed(ip);
            }
        });
        local.onGone(door::cut);
        presence.read();
        expiry.scheduleWithFixedDelay(
                () -> presence.table().expire().forEach(this::changed),
                EXPIRE_SECONDS,
                EXPIRE_SECONDS,
                TimeUnit.SECONDS);
    }

    /** First the word that nobody shall come any more. */
    void atStop(@Observes ShutdownEvent event) {
        if (announcer != null) {
            announcer.close();
        }
        door.close();
        expiry.shutdownNow();
        proxies.close();
    }

    /** After this worker's own sessions have come to their end, those that others have through its door. */
    void atEnd(@Observes @Priority(900) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        door.drain();
        presence.close();
    }

    /** Names this worker among those alive; started again, it has another name. */
    public String worker() {
        return worker;
    }

    /** Looks for the address from now on. A way that cannot be read leads nowhere. */
    public void watch(SourceAddress source) {
        String ip = source.ip();
        if (source.via().equals(SourceAddress.DIRECT)) {
            proxies.forget(ip);
            local.watch(ip);
        } else {
            // An address behind an operator's proxy is not used past it.
            local.forget(ip);
            proxies.watch(ip, Proxies.way(source));
        }
    }

    public void forget(String ip) {
        proxies.forget(ip);
        local.forget(ip);
    }

    /** Calls, on any thread, with an address whose ways may have changed. It must not block. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public List<Way> from(String ip) {
        if (proxies.has(ip)) {
            return proxies.ways(ip);
        }
        List<Way> doors = key == null ? List.of() : presence.table().ways(ip);
        if (!local.has(ip)) {
            return doors;
        }
        List<Way> all = new ArrayList<>(doors.size() + 1);
        all.add(Way.DIRECT);
        all.addAll(doors);
        return all;
    }

    @Override
    public boolean open(String ip, Way way) {
        return switch (way) {
            case Way.Direct direct -> local.has(ip);
            case Way.Door other -> presence.table().has(ip, other);
            case Way.Proxy proxy -> proxies.ways(ip).contains(proxy);
        };
    }

    @Override
    public String password(String ip, Endpoint target) {
        return Objects.requireNonNull(key, "there are no doors").password(ip, target, clock.instant());
    }

    @Override
    public void failed(String ip, Way way, String why) {
        switch (way) {
            case Way.Direct direct -> local.lost(ip);
            case Way.Door other -> presence.table().remove(ip, other.worker());
            case Way.Proxy proxy -> proxies.down(proxy.at(), why);
        }
    }

    @Override
    public void unverified(String ip, Way way) {
        proxies.unverified(ip);
    }

    private void changed(String ip) {
        listeners.forEach(listener -> listener.accept(ip));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
