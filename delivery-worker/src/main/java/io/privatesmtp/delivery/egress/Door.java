package io.privatesmtp.delivery.egress;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.timeout.IdleStateHandler;
import io.privatesmtp.bus.Ip;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where other workers get connections from this host's addresses: a SOCKS5 server that binds exactly the address asked
 * for, or refuses. Whom it opens for is said in {@link DoorRules}.
 */
public final class Door implements DoorVisitor.Host {
    /**
     * How a door behaves.
     *
     * @param handshake how long a visitor may take to say what it wants
     * @param connect how long a target may take to accept
     * @param idle after which a connection without a byte in either direction is cut: longer than any stage of a dialogue
     * @param drain how long connections may take to end when the worker stops
     */
    public record Times(Duration handshake, Duration connect, Duration idle, Duration drain) {}

    private static final Logger LOG = Logger.getLogger(Door.class);

    private final VertxInternal vertx;
    private final @Nullable DoorRules rules;
    private final EgressSettings.DoorSettings settings;
    private final LocalAddresses local;
    private final Times times;
    private final DoorCounts counts;
    /** Both sides of the connections that leave from an address. */
    private final Map<String, Set<Channel>> connections = new ConcurrentHashMap<>();

    private @Nullable Channel server;

    /**
     * Where a door leads to.
     *
     * @param vetting whether an address may be dialled at all
     * @param ports the only ones that are dialled: that of mail servers, and those of static routes
     */
    public record Targets(Predicate<InetAddress> vetting, Set<Integer> ports) {}

    /** Closed for good where the cluster has no secret. */
    public static Door of(
            Vertx vertx,
            EgressSettings settings,
            LocalAddresses local,
            Targets targets,
            Times times,
            Clock clock,
            MeterRegistry metrics) {
        DoorRules rules = DoorKey.of(settings)
                .map(key -> new DoorRules(key, local, targets, clock))
                .orElse(null);
        return new Door(vertx, rules, settings.door(), local, times, new DoorCounts(metrics));
    }

    Door(
            Vertx vertx,
            @Nullable DoorRules rules,
            EgressSettings.DoorSettings settings,
            LocalAddresses local,
            Times times,
            DoorCounts counts) {
        this.vertx = (VertxInternal) vertx;
        this.rules = rules;
        this.settings = settings;
        this.local = local;
        this.times = times;
        this.counts = counts;
    }

    /** @return what other workers are to dial, null where there is no door */
    @Nullable
    Endpoint open() {
        if (rules == null) {
            return null;
        }
        Endpoint listen = Endpoint.parse("psr.egress.door.listen", settings.listen());
        server = new ServerBootstrap()
                .group(vertx.getAcceptorEventLoopGroup(), vertx.getEventLoopGroup())
                .channelFactory(vertx.transport().serverChannelFactory(false))
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel visitor) {
                        welcome(visitor);
                    }
                })
                .bind(new InetSocketAddress(listen.host(), listen.port()))
                .syncUninterruptibly()
                .channel();
        Endpoint advertised = advertised((InetSocketAddress) server.localAddress());
        LOG.infof("door open at %s, advertised as %s", server.localAddress(), advertised);
        return advertised;
    }

    private Endpoint advertised(InetSocketAddress listening) {
        if (settings.advertise().isPresent()) {
            return Endpoint.dialled(
                    "psr.egress.door.advertise", settings.advertise().get());
        }
        try {
            return listening.getAddress().isAnyLocalAddress()
                    ? Endpoint.of(new InetSocketAddress(InetAddress.getLocalHost(), listening.getPort()))
                    : Endpoint.of(listening);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the host has no name: set psr.egress.door.advertise", e);
        }
    }

    private void welcome(Channel visitor) {
        boolean room = counts.came() <= settings.maxConnections();
        visitor.closeFuture().addListener(closed -> counts.went());
        if (room) {
            DoorVisitor.prepare(visitor, this, times.handshake());
        } else {
            refused(Refusal.BUSY, visitor, "there are too many");
            visitor.close();
        }
    }

    @Override
    public @Nullable Refusal refusal(String source, String password, Endpoint target) {
        return rules == null ? Refusal.SECRET : rules.refusal(source, password, target);
    }

    @Override
    public void refused(Refusal reason, Channel visitor, String detail) {
        counts.refused(reason, visitor.remoteAddress(), detail);
    }

    @Override
    public void connect(DoorVisitor visitor, Channel here, String source, Endpoint target) {
        InetAddress bind = Ip.parse("source", source);
        new Bootstrap()
                // One loop for both sides: no locks, and neither overtakes the other.
                .group(here.eventLoop())
                .channelFactory(vertx.transport().channelFactory(false))
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(times.connect().toMillis()))
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress(target.address(), target.port()), new InetSocketAddress(bind, 0))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        connected(visitor, here, connected.channel(), source, bind);
                    } else {
                        failed(visitor, here, source, connected.cause());
                    }
                });
    }

    private void connected(DoorVisitor visitor, Channel here, Channel there, String source, InetAddress bind) {
        InetSocketAddress bound = (InetSocketAddress) there.localAddress();
        if (!here.isActive() || bound == null) {
            there.close();
            here.close();
        } else if (!bound.getAddress().equals(bind)) {
            there.close();
            visitor.refuse(here, Refusal.BIND, source + " was asked for, and the socket got " + bound.getAddress());
        } else {
            counts.connected();
            remember(source, here, there);
            visitor.opened(here, bound);
            here.pipeline().addLast(idle()).addLast(new Relay(there));
            there.pipeline().addLast(idle()).addLast(new Relay(here));
            here.config().setAutoRead(true);
            there.config().setAutoRead(true);
        }
    }

    private IdleStateHandler idle() {
        return new IdleStateHandler(0, 0, times.idle().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void failed(DoorVisitor visitor, Channel here, String source, Throwable cause) {
        switch (cause) {
            case BindException e -> {
                local.lost(source);
                visitor.refuse(here, Refusal.BIND, source + " could not be bound: " + e.getMessage());
            }
            case ConnectTimeoutException e -> visitor.fail(here, Socks5CommandStatus.TTL_EXPIRED);
            case NoRouteToHostException e -> visitor.fail(here, Socks5CommandStatus.HOST_UNREACHABLE);
            case ConnectException e -> visitor.fail(here, Socks5CommandStatus.CONNECTION_REFUSED);
            default -> visitor.fail(here, Socks5CommandStatus.NETWORK_UNREACHABLE);
        }
    }

    private void remember(String source, Channel... sides) {
        for (Channel side : sides) {
            connections
                    .computeIfAbsent(source, s -> ConcurrentHashMap.newKeySet())
                    .add(side);
            side.closeFuture()
                    .addListener(closed -> connections.computeIfPresent(source, (s, channels) -> {
                        channels.remove(side);
                        return channels.isEmpty() ? null : channels;
                    }));
        }
    }

    /** The host does not have the address any more: who is connected from it shall know, and not wait. */
    void cut(String source) {
        Set<Channel> sides = connections.get(source);
        if (sides != null) {
            sides.forEach(side -> side.eventLoop().execute(() -> Relay.reset(side)));
        }
    }

    /** Lets nobody in any more. */
    void close() {
        if (server != null) {
            server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        }
    }

    /** Returns when all visitors have left, or after a while. */
    void drain() {
        long end = System.nanoTime() + times.drain().toNanos();
        try {
            while (counts.open() > 0 && System.nanoTime() - end < 0) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (counts.open() > 0) {
            LOG.warnf("the door closes although %d visitors have not left", counts.open());
        }
    }
}
