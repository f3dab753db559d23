package io.privatesmtp.delivery.egress;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A host beside the one under test, with addresses of its own: their door, and where there is a bus, its announcements. */
public final class OtherHost implements AutoCloseable {
    public static final String SECRET = "what all workers know";
    static final Duration HANDSHAKE = Duration.ofMillis(700);

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final LocalAddresses local;
    private final Vertx vertx = Vertx.vertx();
    private final Door door;
    private final Endpoint endpoint;
    private Announcer announcer;

    /** @param smtpPort the only port that is dialled; @param ips the source addresses that the host has */
    public OtherHost(int smtpPort, String... ips) {
        this(Set.of(smtpPort), ips);
    }

    /** @param ports that are dialled: that of SMTP, and those of routes */
    public OtherHost(Set<Integer> ports, String... ips) {
        this(ports, address -> true, Duration.ofMinutes(1), ips);
    }

    OtherHost(Set<Integer> ports, Predicate<InetAddress> vetting, Duration idle, String... ips) {
        local = new LocalAddresses(List.of(ips));
        for (String ip : ips) {
            local.watch(ip);
        }
        Duration second = Duration.ofSeconds(1);
        door = Door.of(
                vertx,
                settings(),
                local,
                new Door.Targets(vetting, ports),
                new Door.Times(HANDSHAKE, second, idle, second),
                Clock.systemUTC(),
                metrics);
        endpoint = door.open();
    }

    public Endpoint door() {
        return endpoint;
    }

    public Way.Door way() {
        return new Way.Door("other", endpoint);
    }

    /** Announces its addresses on the bus, as a worker named so. */
    public OtherHost announcedAs(String worker, String bootstrapServers) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
        announcer = new Announcer(kafka, worker, endpoint.toString(), local::present, Clock.systemUTC()).start();
        local.listen(announcer);
        local.listen(new LocalAddresses.Listener() {
            @Override
            public void lost(String ip) {
                door.cut(ip);
            }
        });
        local.present().forEach(announcer::appeared);
        return this;
    }

    /** The address is taken from the host. */
    public void loses(String ip) {
        local.forget(ip);
    }

    double connections() {
        return metrics.counter("psr.door.connections").count();
    }

    double refused(Refusal reason) {
        return metrics.counter("psr.door.refusals", "reason", reason.toString()).count();
    }

    void cut(String ip) {
        door.cut(ip);
    }

    private static EgressSettings settings() {
        return new EgressSettings() {
            @Override
            public List<String> local() {
                return List.of();
            }

            @Override
            public Optional<String> secret() {
                return Optional.of(SECRET);
            }

            @Override
            public Optional<Path> secretFile() {
                return Optional.empty();
            }

            @Override
            public DoorSettings door() {
                return new LoopbackDoor();
            }
        };
    }

    private static final class LoopbackDoor implements EgressSettings.DoorSettings {
        @Override
        public String listen() {
            return "127.0.0.1:0";
        }

        @Override
        public Optional<String> advertise() {
            return Optional.empty();
        }

        @Override
        public int maxConnections() {
            return 5;
        }
    }

    @Override
    public void close() {
        if (announcer != null) {
            announcer.close();
        }
        door.close();
        local.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
