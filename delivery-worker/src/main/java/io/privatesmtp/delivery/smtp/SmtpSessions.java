package io.privatesmtp.delivery.smtp;

import io.privatesmtp.delivery.egress.Ways;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Makes sessions; one for a worker. Safe to call from any thread. */
public final class SmtpSessions {
    private final Vertx vertx;
    private final SmtpTimeouts timeouts;
    private final NetClients netClients;
    private final Ways ways;

    /** Sessions that check certificates, where they must, against the JDK's authorities. */
    public SmtpSessions(Vertx vertx, SmtpTimeouts timeouts) {
        this(vertx, timeouts, null, Ways.DIRECT_ONLY);
    }

    /**
     * @param vertx the real one, not a wrapper
     * @param trust the authorities for {@link TlsLevel#VERIFY}; null for the JDK's
     * @param ways how connections leave from source addresses
     */
    public SmtpSessions(Vertx vertx, SmtpTimeouts timeouts, @Nullable TrustOptions trust, Ways ways) {
        this.vertx = vertx;
        this.timeouts = timeouts;
        this.ways = ways;
        this.netClients = new NetClients(vertx, timeouts, trust);
    }

    /**
     * A session that connects with its first transaction. It lives on the event loop that this is called on; called from
     * elsewhere, on the next event loop in turn. Give it up with {@link SmtpSession#quit} or {@link SmtpSession#abort}.
     */
    public SmtpSession create(SessionSpec spec) {
        return new GuardedSession(vertx, eventLoop(), spec, timeouts, netClients, ways);
    }

    private Context eventLoop() {
        Context current = Vertx.currentContext();
        if (current != null && current.isEventLoopContext()) {
            // Not the context of one request or message, which may be a duplicate.
            return ((ContextInternal) current).unwrap();
        }
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /** The host does not have the address any more: sessions from it end now, and not with their time. */
    public void cut(InetAddress source) {
        netClients.cut(source);
    }

    /** Closes all connections, without QUIT. */
    public void close() {
        netClients.close();
    }
}
