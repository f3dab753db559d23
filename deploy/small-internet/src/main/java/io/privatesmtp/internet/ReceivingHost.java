package io.privatesmtp.internet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A host that receives mail over SMTP (RFC 5321) and remembers what came from where.
 *
 * <pre>{@code
 * try (ReceivingHost host = ReceivingHost.on("127.0.0.21", 2525).policy(new LocalPartPolicy()).start()) {
 *     …
 *     assertThat(host.awaitReceived(1, Duration.ofSeconds(10)).getFirst().peerIp()).isEqualTo("127.0.0.7");
 * }
 * }</pre>
 *
 * A message is recorded before its final reply is sent: whoever saw the 250 finds the message here.
 */
public final class ReceivingHost implements AutoCloseable {
    private final Settings settings;
    private final ServerSocket server;
    private final Mailbox mailbox = new Mailbox();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final Set<InetAddress> peers = ConcurrentHashMap.newKeySet();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ReceivingPolicy policy;

    private ReceivingHost(Settings settings, InetSocketAddress address) throws IOException {
        this.settings = settings;
        policy = settings.policy;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(address, 1024);
        Thread.ofVirtual().name("mx-" + address).start(this::acceptConnections);
    }

    /** A host at this address; port 0 means a free one. */
    public static Builder on(String address, int port) {
        return new Builder(new InetSocketAddress(address, port));
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From the next question on, this policy is asked. */
    public void policy(ReceivingPolicy newPolicy) {
        policy = newPolicy;
    }

    /** The messages taken so far, in order of arrival; empty when the host was told not to keep any. */
    public List<Received> received() {
        return mailbox.all();
    }

    /** The messages, once there are at least so many. */
    public List<Received> awaitReceived(int count, Duration patience) throws InterruptedException, TimeoutException {
        return mailbox.await(count, patience);
    }

    /** Forgets messages and peers; counters go on. */
    public void clear() {
        mailbox.clear();
        peers.clear();
    }

    /** How many messages were taken. */
    public long transactions() {
        return transactions.get();
    }

    /** How many connections were accepted. */
    public long connections() {
        return connections.get();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return open.size();
    }

    /** Every address that connected, with mail or without. */
    public Set<InetAddress> peers() {
        return Set.copyOf(peers);
    }

    @Override
    public void close() {
        closeQuietly(server);
        open.forEach(ReceivingHost::closeQuietly);
    }

    Verdict decide(Visit visit) {
        return policy.decide(visit);
    }

    Settings settings() {
        return settings;
    }

    void take(Received message) {
        transactions.incrementAndGet();
        if (settings.listener != null) {
            settings.listener.accept(message);
        }
        if (settings.keepMessages) {
            mailbox.add(message);
        }
    }

    private void acceptConnections() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                long number = connections.incrementAndGet();
                peers.add(socket.getInetAddress());
                open.add(socket);
                Thread.ofVirtual().name("smtp-" + number).start(() -> serve(socket, number));
            } catch (IOException e) {
                // Closed, or one connection failed before it began: the loop's condition tells.
            }
        }
    }

    private void serve(Socket socket, long number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) settings.idle.toMillis());
            new ReceivingSession(this, socket, number).run();
        } catch (IOException e) {
            // The client went away, was idle for too long, or the host was closed.
        } finally {
            open.remove(socket);
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // Nothing is left to be done with it.
        }
    }

    record Settings(
            String name,
            List<String> extensions,
            int maxSize,
            boolean keepMessages,
            Duration idle,
            Clock clock,
            ReceivingPolicy policy,
            @Nullable SSLContext tls,
            @Nullable Consumer<Received> listener) {}

    /** How a host is to be. */
    public static final class Builder {
        private final InetSocketAddress address;
        private String name = "mx.small-internet.test";
        private List<String> extensions = List.of("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES");
        private int maxSize = 50 * 1024 * 1024;
        private boolean keepMessages = true;
        private Duration idle = Duration.ofMinutes(5);
        private Clock clock = Clock.systemUTC();
        private ReceivingPolicy policy = ReceivingPolicy.ACCEPT_ALL;
        private @Nullable SSLContext tls;
        private @Nullable Consumer<Received> listener;

        private Builder(InetSocketAddress address) {
            this.address = address;
        }

        /** The name in the greeting and in the reply to EHLO. */
        public Builder name(String hostName) {
            name = hostName;
            return this;
        }

        /** The keywords of the reply to EHLO, in place of PIPELINING, 8BITMIME, SMTPUTF8 and ENHANCEDSTATUSCODES. */
        public Builder extensions(String... keywords) {
            extensions = List.of(keywords);
            return this;
        }

        /** The size announced and enforced, in bytes; 50 MiB by default, at most 1 GiB. */
        public Builder maxSize(int bytes) {
            maxSize = Math.clamp(bytes, 1, 1 << 30);
            return this;
        }

        /** Keeps no message: counters and the listener remain. */
        public Builder withoutMessages() {
            keepMessages = false;
            return this;
        }

        /** Closes connections that say nothing for so long; five minutes by default (RFC 5321 section 4.5.3.2.7). */
        public Builder idle(Duration longest) {
            idle = longest;
            return this;
        }

        public Builder clock(Clock source) {
            clock = source;
            return this;
        }

        public Builder policy(ReceivingPolicy decides) {
            policy = decides;
            return this;
        }

        /** Offers STARTTLS (RFC 3207) with this context's certificate, see {@link SelfSigned}. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /** Is told of each message, with its content, before the reply goes out; by many threads. */
        public Builder listener(Consumer<Received> onMessage) {
            listener = onMessage;
            return this;
        }

        public ReceivingHost start() {
            Settings settings =
                    new Settings(name, extensions, maxSize, keepMessages, idle, clock, policy, tls, listener);
            try {
                return new ReceivingHost(settings, address);
            } catch (IOException e) {
                throw new UncheckedIOException("no receiving host at " + address, e);
            }
        }
    }
}
