package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.egress.Endpoint;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Dials one SOCKS5 server and asks it to go on to the server that mail is for. Lives on the session's event loop. */
final class SocksDial {
    /** The server itself, until it has looked at the password; what the target takes is under the session's deadline. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A way that is open. */
    record Opened(NetSocket socket, SocksHandshake.Passed passed) {}

    private final VertxInternal vertx;
    private final Context context;
    private final Endpoint server;
    private final NextHop target;
    private final SocksHandshake.@Nullable Login login;
    private final Promise<Opened> promise = Promise.promise();
    private @Nullable NetSocket socket;
    private long timer;

    SocksDial(Vertx vertx, Context context, Endpoint server, NextHop target, SocksHandshake.@Nullable Login login) {
        this.vertx = (VertxInternal) vertx;
        this.context = context;
        this.server = server;
        this.target = target;
        this.login = login;
    }

    /** Fails with a {@link SocksRefusal}. */
    Future<Opened> by(NetClient client, Duration connect) {
        long patience = Math.max(1, Math.min(PATIENCE.toMillis(), connect.toMillis() / 2));
        timer = vertx.setTimer(patience, id -> giveUp("did not answer in time"));
        resolved(address -> client.connect(Dialling.named(target.host(), address, server.port()))
                .onComplete(this::connected));
        return promise.future();
    }

    private void resolved(Consumer<InetAddress> then) {
        if (server.literal()) {
            then.accept(server.address());
            return;
        }
        vertx.resolveAddress(
                server.host(),
                answer -> context.runOnContext(v -> {
                    if (answer.failed()) {
                        giveUp("has no address: " + answer.cause().getMessage());
                    } else if (!promise.future().isComplete()) {
                        then.accept(answer.result());
                    }
                }));
    }

    private void connected(AsyncResult<NetSocket> connection) {
        if (connection.failed()) {
            giveUp("cannot be reached: " + connection.cause().getMessage());
            return;
        }
        NetSocket open = connection.result();
        if (promise.future().isComplete()) {
            open.close();
            return;
        }
        socket = open;
        new SocksHandshake(open, login, target, () -> vertx.cancelTimer(timer))
                .begin()
                .onComplete(handshake -> {
                    if (handshake.failed()) {
                        fail(handshake.cause());
                    } else if (!promise.tryComplete(new Opened(open, handshake.result()))) {
                        open.close();
                    }
                });
    }

    private void giveUp(String what) {
        fail(SocksRefusal.of("it " + what));
    }

    /** Nobody waits for it any more. */
    void abandon() {
        giveUp("was not waited for");
    }

    private void fail(Throwable cause) {
        vertx.cancelTimer(timer);
        if (promise.tryFail(cause) && socket != null) {
            socket.close();
        }
    }
}
