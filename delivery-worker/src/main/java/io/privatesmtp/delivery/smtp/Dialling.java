package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.Ip;
import io.privatesmtp.bus.event.BoundBy;
import io.privatesmtp.delivery.egress.Endpoint;
import io.privatesmtp.delivery.egress.Way;
import io.privatesmtp.delivery.egress.Ways;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one connection of a session: from the source address, by the first of its ways that leads out, to the vetted
 * address of the server. A connection of which it is known that it left from elsewhere is never handed out.
 */
final class Dialling {
    private final Vertx vertx;
    private final Context context;
    private final SessionSpec spec;
    private final Duration connect;
    private final NetClients clients;
    private final Ways ways;
    private final String source;
    private @Nullable SocksDial asking;
    private boolean abandoned;

    Dialling(Vertx vertx, Context context, SessionSpec spec, Duration connect, NetClients clients, Ways ways) {
        this.vertx = vertx;
        this.context = context;
        this.spec = spec;
        this.connect = connect;
        this.clients = clients;
        this.ways = ways;
        this.source = Ip.text(spec.source());
    }

    /** Fails with {@link SourceUnusable}, or with another exception where the target cannot be reached. */
    Future<Connection> connect() {
        List<Way> all = ways.from(source);
        return all.isEmpty()
                ? Future.failedFuture(new SourceUnusable("no worker has the source address " + source + " now"))
                : first(all);
    }

    private Future<Connection> first(List<Way> open) {
        Way way = open.getFirst();
        Future<Connection> connection = switch (way) {
            case Way.Direct direct -> direct();
            case Way.Door door ->
                socks(door, door.at(), new SocksHandshake.Login(source, ways.password(source, target())));
            case Way.Proxy proxy -> socks(proxy, proxy.at(), null);
        };
        return connection.recover(cause -> {
            if (!(cause instanceof SourceUnusable)) {
                return Future.failedFuture(cause);
            }
            List<Way> others = open.subList(1, open.size());
            return others.isEmpty() || abandoned ? Future.failedFuture(cause) : first(others);
        });
    }

    private Future<Connection> direct() {
        NextHop hop = spec.hop();
        return clients.of(spec.source(), spec.tls())
                .connect(named(hop.host(), hop.address(), hop.port()))
                .recover(cause -> Future.failedFuture(
                        cause instanceof BindException || cause.getCause() instanceof BindException
                                ? unusable(Way.DIRECT, "could not be bound: " + cause.getMessage())
                                : cause))
                .compose(this::bound);
    }

    private Future<Connection> bound(NetSocket socket) {
        var local = socket.localAddress(true);
        if (local == null) {
            return refused(socket, new IllegalStateException("the connection was lost at once"));
        }
        InetAddress bound = InetAddress.ofLiteral(local.hostAddress());
        if (!bound.equals(spec.source())) {
            return refused(socket, new SourceUnusable("the socket got the address " + Ip.text(bound)));
        }
        var origin = new BoundSource(bound, BoundBy.SOCKET, null);
        return Future.succeededFuture(new Connection(socket, Way.DIRECT, origin, Buffer.buffer()));
    }

    private Future<Connection> socks(Way way, Endpoint server, SocksHandshake.@Nullable Login login) {
        var dial = new SocksDial(vertx, context, server, spec.hop(), login);
        asking = dial;
        return dial.by(clients.of(null, spec.tls()), connect)
                .recover(cause -> Future.failedFuture(
                        cause instanceof SocksRefusal refusal && refusal.ofTarget()
                                ? new IllegalStateException("through " + server + ": " + cause.getMessage())
                                : unusable(way, "leaves through " + server + ", and " + cause.getMessage())))
                .compose(opened -> through(way, server, opened));
    }

    private Future<Connection> through(Way way, Endpoint server, SocksDial.Opened opened) {
        InetAddress bound = opened.passed().bound();
        boolean verified = spec.source().equals(bound);
        if (!verified && !(way instanceof Way.Proxy proxy && proxy.unverifiedAllowed())) {
            String what = bound == null ? "does not say what it bound" : "bound " + Ip.text(bound);
            if (way instanceof Way.Proxy) {
                ways.unverified(source, way);
            } else {
                ways.failed(source, way, what);
            }
            return refused(opened.socket(), new SourceUnusable(server + " " + what + " and not " + source));
        }
        var origin = new BoundSource(bound, verified ? BoundBy.DOOR : BoundBy.UNVERIFIED, server.toString());
        return Future.succeededFuture(
                new Connection(opened.socket(), way, origin, opened.passed().early()));
    }

    private static Future<Connection> refused(NetSocket socket, Exception why) {
        socket.close();
        return Future.failedFuture(why);
    }

    private SourceUnusable unusable(Way way, String why) {
        // Who was not waited for has not failed.
        if (!abandoned) {
            ways.failed(source, way, why);
        }
        return new SourceUnusable("the source address " + source + " " + why);
    }

    private Endpoint target() {
        return new Endpoint(Ip.text(spec.hop().address()), spec.hop().port());
    }

    /** Nobody waits any more. */
    void abandon() {
        abandoned = true;
        if (asking != null) {
            asking.abandon();
        }
    }

    /**
     * With the host's name, for SNI and the certificate's check, and a pinned address, so that nobody resolves. Through a
     * door the address is the door's, and the name still that of the server that TLS will be spoken with.
     */
    static SocketAddress named(String host, InetAddress address, int port) {
        try {
            String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            var pinned = InetAddress.getByAddress(name, address.getAddress());
            return SocketAddress.inetSocketAddress(new InetSocketAddress(pinned, port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 octets", e);
        }
    }
}
