package io.privatesmtp.delivery.smtp;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * The socket that the mail client gets. What it writes goes to the {@link Dialogue}, which decides what is really said;
 * what it hears is what the dialogue tells it. Everything that would bypass the dialogue is refused.
 */
final class GuardedSocket implements NetSocket {
    private final Dialogue dialogue;
    /** Replies that came before the client listened. */
    private final Queue<String> early = new ArrayDeque<>();

    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> closeHandler;

    GuardedSocket(Dialogue dialogue) {
        this.dialogue = dialogue;
    }

    /** Tells the client a reply. */
    void hear(String reply) {
        if (handler == null) {
            early.add(reply);
        } else {
            handler.handle(Buffer.buffer(reply));
        }
    }

    /** Tells the client, once, that the connection is gone. */
    void gone() {
        Handler<Void> listener = closeHandler;
        closeHandler = null;
        handler = null;
        if (listener != null) {
            listener.handle(null);
        }
    }

    @Override
    public NetSocket handler(@Nullable Handler<Buffer> listener) {
        handler = listener;
        while (handler != null && !early.isEmpty()) {
            hear(early.remove());
        }
        return this;
    }

    @Override
    public NetSocket closeHandler(@Nullable Handler<Void> listener) {
        closeHandler = listener;
        return this;
    }

    @Override
    public Future<Void> write(String text) {
        dialogue.say(text);
        return Future.succeededFuture();
    }

    @Override
    public void write(String text, @Nullable Handler<AsyncResult<Void>> written) {
        tell(write(text), written);
    }

    @Override
    public Future<Void> upgradeToSsl() {
        return dialogue.startTls();
    }

    @Override
    public NetSocket upgradeToSsl(@Nullable Handler<AsyncResult<Void>> done) {
        tell(upgradeToSsl(), done);
        return this;
    }

    @Override
    public Future<Void> upgradeToSsl(@Nullable String serverName) {
        return upgradeToSsl();
    }

    @Override
    public NetSocket upgradeToSsl(@Nullable String serverName, @Nullable Handler<AsyncResult<Void>> done) {
        return upgradeToSsl(done);
    }

    @Override
    public Future<Void> close() {
        dialogue.clientClosed();
        return Future.succeededFuture();
    }

    @Override
    public void close(@Nullable Handler<AsyncResult<Void>> closed) {
        tell(close(), closed);
    }

    @Override
    public Future<Void> end() {
        return close();
    }

    @Override
    public void end(@Nullable Handler<AsyncResult<Void>> closed) {
        close(closed);
    }

    /** The client's writes are short and mostly dropped; what is long is written by {@link ContentWriter}. */
    @Override
    public boolean writeQueueFull() {
        return false;
    }

    // The dialogue listens itself, and tells of every end by closing.
    @Override
    public NetSocket exceptionHandler(@Nullable Handler<Throwable> listener) {
        return this;
    }

    @Override
    public NetSocket drainHandler(@Nullable Handler<Void> listener) {
        return this;
    }

    @Override
    public NetSocket endHandler(@Nullable Handler<Void> listener) {
        return this;
    }

    @Override
    public boolean isSsl() {
        return dialogue.wire().encrypted();
    }

    @Override
    public SSLSession sslSession() {
        return wire().sslSession();
    }

    @Override
    public List<Certificate> peerCertificates() throws SSLPeerUnverifiedException {
        return wire().peerCertificates();
    }

    @Override
    public SocketAddress remoteAddress() {
        return wire().remoteAddress();
    }

    @Override
    public SocketAddress remoteAddress(boolean real) {
        return wire().remoteAddress(real);
    }

    @Override
    public SocketAddress localAddress() {
        return wire().localAddress();
    }

    @Override
    public SocketAddress localAddress(boolean real) {
        return wire().localAddress(real);
    }

    @Override
    public String indicatedServerName() {
        return wire().indicatedServerName();
    }

    @Override
    public String applicationLayerProtocol() {
        return wire().applicationLayerProtocol();
    }

    @Override
    public String writeHandlerID() {
        return wire().writeHandlerID();
    }

    @Override
    @SuppressWarnings("deprecation")
    public X509Certificate[] peerCertificateChain() {
        throw bypass();
    }

    @Override
    public Future<Void> write(Buffer data) {
        throw bypass();
    }

    @Override
    public void write(Buffer data, @Nullable Handler<AsyncResult<Void>> written) {
        throw bypass();
    }

    @Override
    public Future<Void> write(String text, String encoding) {
        throw bypass();
    }

    @Override
    public void write(String text, String encoding, @Nullable Handler<AsyncResult<Void>> written) {
        throw bypass();
    }

    @Override
    public Future<Void> sendFile(String filename, long offset, long length) {
        throw bypass();
    }

    @Override
    public NetSocket sendFile(String filename, long offset, long length, @Nullable Handler<AsyncResult<Void>> written) {
        throw bypass();
    }

    @Override
    public NetSocket pause() {
        throw bypass();
    }

    @Override
    public NetSocket resume() {
        throw bypass();
    }

    @Override
    public NetSocket fetch(long amount) {
        throw bypass();
    }

    @Override
    public NetSocket setWriteQueueMaxSize(int maxSize) {
        throw bypass();
    }

    private NetSocket wire() {
        return dialogue.wire().socket();
    }

    private static UnsupportedOperationException bypass() {
        return new UnsupportedOperationException("not a part of the guarded dialogue");
    }

    private static void tell(Future<Void> outcome, @Nullable Handler<AsyncResult<Void>> listener) {
        if (listener != null) {
            outcome.onComplete(listener);
        }
    }
}
