package io.privatesmtp.delivery.smtp;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The real NetClients, one for each source address and TLS policy, shared by all sessions. Without a source address: to doors and proxies. */
final class NetClients {
    /** RFC 8996: older ones are not spoken. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private record Key(@Nullable InetAddress source, boolean verifying) {}

    private final Vertx vertx;
    private final SmtpTimeouts timeouts;
    private final @Nullable TrustOptions trust;
    private final Map<Key, NetClient> clients = new ConcurrentHashMap<>();

    NetClients(Vertx vertx, SmtpTimeouts timeouts, @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.timeouts = timeouts;
        this.trust = trust;
    }

    NetClient of(@Nullable InetAddress source, TlsLevel tls) {
        return clients.computeIfAbsent(new Key(source, tls == TlsLevel.VERIFY), this::create);
    }

    private NetClient create(Key key) {
        var options = new NetClientOptions()
                .setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()))
                .setReconnectAttempts(0)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setTrustAll(!key.verifying())
                .setHostnameVerificationAlgorithm(key.verifying() ? "HTTPS" : "");
        if (key.source() != null) {
            options.setLocalAddress(key.source().getHostAddress());
        }
        if (key.verifying() && trust != null) {
            options.setTrustOptions(trust);
        }
        // The handshake is under the deadline of its stage, like every other.
        options.setSslHandshakeTimeout(timeouts.command().toMillis())
                .setSslHandshakeTimeoutUnit(java.util.concurrent.TimeUnit.MILLISECONDS);
        return vertx.createNetClient(options);
    }

    /** Closes all connections that left from the address on this host. */
    void cut(InetAddress source) {
        clients.keySet().removeIf(key -> {
            boolean from = source.equals(key.source());
            NetClient client = from ? clients.get(key) : null;
            if (client != null) {
                client.close();
            }
            return from;
        });
    }

    void close() {
        clients.values().forEach(NetClient::close);
        clients.clear();
    }
}
