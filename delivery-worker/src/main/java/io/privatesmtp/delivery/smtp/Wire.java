package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.event.TlsFacts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;
import org.jspecify.annotations.Nullable;

/** The TCP connection, with the commands whose replies are awaited and the time that each may take. */
final class Wire {
    /** What is heard; after {@link #broken}, nothing more. */
    interface Listener {
        void replied(Verb verb, Reply reply);

        /** A reply to nothing. */
        void unasked(Reply reply);

        void broken(Fault fault, String sentence);
    }

    /** The reply to QUIT changes nothing any more. */
    private static final Duration QUIT_GRACE = Duration.ofSeconds(5);

    private final NetSocket socket;
    private final Deadline deadline;
    private final SmtpTimeouts timeouts;
    private final Listener listener;
    private final ReplyParser parser = new ReplyParser();
    private final Queue<Verb> awaited = new ArrayDeque<>();
    private final Promise<Void> closed = Promise.promise();
    private final BoundSource origin;

    private @Nullable Buffer early;
    private @Nullable TlsFacts tls;
    private boolean over;
    private boolean handshaking;
    /** How many commands were said before the bytes that are read now. */
    private int answerable;

    Wire(Connection connection, Deadline deadline, SmtpTimeouts timeouts, Listener listener) {
        this.socket = connection.socket();
        this.origin = connection.origin();
        this.early = connection.early();
        this.deadline = deadline;
        this.timeouts = timeouts;
        this.listener = listener;
    }

    void listen() {
        socket.handler(this::received);
        socket.exceptionHandler(error -> fail(Fault.CONNECTION_LOST, "the connection was lost: " + error.getMessage()));
        socket.closeHandler(gone -> {
            closed.tryComplete();
            fail(Fault.CONNECTION_LOST, "the server closed the connection");
            deadline.cancel();
        });
        await(Verb.GREETING);
    }

    void await(Verb verb) {
        awaited.add(verb);
        if (awaited.size() == 1) {
            deadline.stage(timeFor(verb));
        }
    }

    /** The dot is on its way: the server's time begins when it has left ({@link #dotLeft}). */
    void awaitReplyToDot() {
        awaited.add(Verb.DOT);
    }

    void dotLeft() {
        if (!over && awaited.peek() == Verb.DOT) {
            deadline.last(timeouts.endOfData());
        }
    }

    /** The command whose reply comes next, or null. */
    @Nullable
    Verb awaiting() {
        return awaited.peek();
    }

    void write(CharSequence lines) {
        socket.write(lines.toString());
    }

    void writeContent(List<ByteBuffer> stuffed, ContentWriter.Listener writer) {
        new ContentWriter(socket, stuffed, deadline, timeouts.content(), writer).write();
    }

    /** Whether nothing was received beyond the reply just heard. */
    boolean drained() {
        return parser.drained();
    }

    private Duration timeFor(Verb verb) {
        return switch (verb) {
            case GREETING -> timeouts.greeting();
            case DOT -> timeouts.endOfData();
            default -> timeouts.command();
        };
    }

    /** What the server said before anybody listened comes first, whether it is called for or more follows. */
    void hearEarly() {
        if (early != null && early.length() > 0) {
            received(Buffer.buffer());
        }
    }

    private void received(Buffer later) {
        Buffer bytes = early == null ? later : early.appendBuffer(later);
        early = null;
        if (over) {
            close();
            return;
        }
        if (handshaking) {
            fail(Fault.NOT_SMTP, "data in the clear where the TLS handshake was due");
            return;
        }
        try {
            parser.add(bytes.getBytes());
            // What is said while these bytes are read cannot have been answered by them.
            answerable = awaited.size();
            for (Reply reply = parser.next(); reply != null && !over; reply = parser.next()) {
                heard(reply);
            }
        } catch (MalformedReply e) {
            fail(Fault.NOT_SMTP, "the server sent " + e.getMessage());
        }
    }

    private void heard(Reply reply) {
        if (answerable == 0) {
            listener.unasked(reply);
            return;
        }
        answerable--;
        Verb verb = awaited.remove();
        Verb next = awaited.peek();
        if (next == null) {
            deadline.noStage();
        } else {
            deadline.stage(timeFor(next));
        }
        listener.replied(verb, reply);
    }

    /** The time of the stage or of the transaction is over. */
    void timedOut() {
        fail(Fault.TIMED_OUT, "the server took too long");
        close();
    }

    private void fail(Fault fault, String sentence) {
        if (!over) {
            over = true;
            listener.broken(fault, sentence);
            close();
        }
    }

    /** Takes the TLS handshake, and looks at who the server is before anything is said. */
    Future<Void> startTls(Terms terms, TlsLevel level) {
        handshaking = true;
        deadline.stage(timeouts.command());
        CertificateCheck certificates = terms.certificates();
        String server = certificates == null ? null : certificates.serverName();
        Future<Void> handshake = mayBeTold(server) ? socket.upgradeToSsl(server) : socket.upgradeToSsl();
        return handshake.compose(done -> {
            handshaking = false;
            deadline.noStage();
            SSLSession session = socket.sslSession();
            try {
                if (certificates != null) {
                    certificates.check(chain(session));
                }
            } catch (CertificateException | SSLException e) {
                return Future.failedFuture(e);
            }
            tls = new TlsFacts(
                    session.getProtocol(),
                    session.getCipherSuite(),
                    level == TlsLevel.VERIFY || certificates != null,
                    terms.policy(level));
            return Future.succeededFuture();
        });
    }

    /** Names in DNS may be such as TLS has no way to say. */
    private static boolean mayBeTold(@Nullable String server) {
        try {
            return server != null && new SNIHostName(server).getType() == StandardConstants.SNI_HOST_NAME;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<X509Certificate> chain(SSLSession session) throws SSLPeerUnverifiedException {
        return Arrays.stream(session.getPeerCertificates())
                .map(X509Certificate.class::cast)
                .toList();
    }

    boolean handshaking() {
        return handshaking;
    }

    boolean encrypted() {
        return socket.isSsl();
    }

    /** Null in the clear. */
    @Nullable
    TlsFacts tls() {
        return tls;
    }

    BoundSource origin() {
        return origin;
    }

    NetSocket socket() {
        return socket;
    }

    /** Says QUIT, and closes at the first answer, or without one. */
    void quit() {
        if (!over) {
            over = true;
            deadline.clear();
            deadline.stage(QUIT_GRACE);
            write("QUIT\r\n");
        }
    }

    /**
     * Closes at once: Vert.x's own close first waits for what is still to be written, which a server that does not read
     * could make last for ever.
     */
    void close() {
        over = true;
        deadline.cancel();
        if (socket instanceof NetSocketInternal internal) {
            internal.channelHandlerContext().close();
        } else {
            socket.close();
        }
    }

    Future<Void> closed() {
        return closed.future();
    }
}
