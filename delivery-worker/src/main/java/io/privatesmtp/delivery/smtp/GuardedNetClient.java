package io.privatesmtp.delivery.smtp;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.SocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The network as one session's mail client sees it: whatever address is asked for, there is the one connection of the
 * session. Closing it does nothing, since the client behind it belongs to many sessions.
 */
final class GuardedNetClient implements NetClient {
    private final Supplier<Future<NetSocket>> dial;

    GuardedNetClient(Supplier<Future<NetSocket>> dial) {
        this.dial = dial;
    }

    @Override
    public Future<NetSocket> connect(int port, String host) {
        return dial.get();
    }

    @Override
    public NetClient connect(int port, String host, Handler<AsyncResult<NetSocket>> connected) {
        dial.get().onComplete(connected);
        return this;
    }

    @Override
    public Future<NetSocket> connect(int port, String host, @Nullable String serverName) {
        return dial.get();
    }

    @Override
    public NetClient connect(
            int port, String host, @Nullable String serverName, Handler<AsyncResult<NetSocket>> connected) {
        dial.get().onComplete(connected);
        return this;
    }

    @Override
    public Future<NetSocket> connect(SocketAddress remote) {
        return dial.get();
    }

    @Override
    public NetClient connect(SocketAddress remote, Handler<AsyncResult<NetSocket>> connected) {
        dial.get().onComplete(connected);
        return this;
    }

    @Override
    public Future<NetSocket> connect(SocketAddress remote, @Nullable String serverName) {
        return dial.get();
    }

    @Override
    public NetClient connect(
            SocketAddress remote, @Nullable String serverName, Handler<AsyncResult<NetSocket>> connected) {
        dial.get().onComplete(connected);
        return this;
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    @Override
    public void close(@Nullable Handler<AsyncResult<Void>> closed) {
        if (closed != null) {
            close().onComplete(closed);
        }
    }

    @Override
    public Future<Boolean> updateSSLOptions(SSLOptions options, boolean force) {
        return Future.succeededFuture(false);
    }

    @Override
    public boolean isMetricsEnabled() {
        return false;
    }
}
