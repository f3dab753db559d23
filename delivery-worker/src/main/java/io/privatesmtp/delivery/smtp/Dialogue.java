package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's dialogue. The mail client drives it: it says what comes when. The words, and all that is believed, are
 * ours. The client is told that every command of a transaction was taken; so it goes through to the end, and the
 * connection stays good after a refusal. What the server really said is in the {@link Transcript}.
 */
final class Dialogue implements Wire.Listener, ContentWriter.Listener {
    private static final String TAKEN = "250 taken\r\n";
    private static final String GO_ON = "354 go on\r\n";

    private final Wire wire;
    private final Context context;
    private final SessionSpec spec;
    private final SmtpTimeouts timeouts;
    private final Deadline deadline;
    private final Consumer<@Nullable Obstacle> ended;
    private final GuardedSocket socket = new GuardedSocket(this);

    private @Nullable Exchange exchange;
    private Extensions extensions = Extensions.NONE;
    private boolean reused;
    private boolean over;
    /** STARTTLS was refused, and the mail may go in the clear. */
    private boolean inTheClear;
    /** The server has no transaction open, so that RSET need not be said. */
    private boolean clean = true;
    /** The server replied to MAIL. */
    private boolean begun;
    /** The client was told 354 and writes its placeholder, which is dropped. */
    private boolean placeholder;
    /** The server said 354. */
    private boolean dataOpen;

    Dialogue(
            NetSocket connected,
            Context context,
            SessionSpec spec,
            SmtpTimeouts timeouts,
            Deadline deadline,
            Consumer<@Nullable Obstacle> ended) {
        this.wire = new Wire(connected, deadline, timeouts, this);
        this.context = context;
        this.spec = spec;
        this.timeouts = timeouts;
        this.deadline = deadline;
        this.ended = ended;
    }

    /** Begins with the first transaction, before the greeting. */
    GuardedSocket open(Exchange first) {
        exchange = first;
        wire.listen();
        return socket;
    }

    /** A further transaction. */
    void begin(Exchange next) {
        exchange = next;
        reused = true;
        begun = false;
        placeholder = false;
        dataOpen = false;
    }

    /** No transaction is under way. */
    void rest() {
        exchange = null;
    }

    Wire wire() {
        return wire;
    }

    // What the client says.

    void say(String text) {
        if (over) {
            return;
        }
        if ("QUIT\r\n".equals(text)) {
            quit();
        } else if (placeholder) {
            if (".\r\n".equals(text)) {
                placeholder = false;
                finalDot();
            }
        } else {
            var out = new StringBuilder();
            for (String line : text.split("\r\n", 0)) {
                command(Verb.of(line), out);
            }
            if (!out.isEmpty()) {
                wire.write(out);
            }
        }
    }

    private void command(Verb verb, StringBuilder out) {
        switch (verb) {
            case EHLO -> {
                if (inTheClear) {
                    tellLater(ehloForClient());
                } else {
                    put(verb, "EHLO " + spec.ehlo(), out);
                }
            }
            case HELO -> put(verb, "HELO " + spec.ehlo(), out);
            case RSET -> {
                if (clean) {
                    tellLater(TAKEN);
                } else {
                    put(verb, "RSET", out);
                }
            }
            case MAIL -> mail(out);
            case RCPT -> {
                if (current().transcript().decided()) {
                    tellLater(TAKEN);
                } else {
                    put(verb, current().nextRcpt(), out);
                }
            }
            case DATA -> {
                // In one group with RCPT, DATA cannot wait for the replies (RFC 2920 section 3.1).
                if (wire.awaiting() != null || current().transcript().anyAccepted()) {
                    put(verb, "DATA", out);
                } else {
                    openPlaceholder();
                }
            }
            default -> put(verb, verb.name(), out);
        }
    }

    private void put(Verb verb, String line, StringBuilder out) {
        out.append(line).append("\r\n");
        wire.await(verb);
    }

    private void mail(StringBuilder out) {
        String mail = null;
        try {
            mail = current().mail(extensions);
        } catch (RuntimeException e) {
            current().transcript().decide(Fault.LOCAL.at(Stage.MAIL_FROM, "the message could not be made: " + e));
        }
        if (mail == null) {
            tellLater(TAKEN);
        } else {
            clean = false;
            put(Verb.MAIL, mail, out);
        }
    }

    private void openPlaceholder() {
        context.runOnContext(v -> {
            placeholder = true;
            socket.hear(GO_ON);
        });
    }

    /** Never while the client still writes: its parser cannot be entered twice. */
    private void tellLater(String reply) {
        context.runOnContext(v -> socket.hear(reply));
    }

    private void finalDot() {
        if (!dataOpen) {
            tellLater(TAKEN);
        } else if (!current().transcript().anyAccepted()) {
            wire.await(Verb.DOT);
            wire.write(".\r\n");
        } else {
            new ContentWriter(
                            wire.socket(),
                            current().content(),
                            deadline,
                            timeouts.content(),
                            () -> onContext(current().mayFinish()),
                            this)
                    .write();
        }
    }

    private <T> Future<T> onContext(Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        return future.transform(answer -> {
            Promise<T> here = Promise.promise();
            context.runOnContext(v -> here.handle(answer));
            return here.future();
        });
    }

    @Override
    public boolean underWay() {
        return !over;
    }

    @Override
    public void refused() {
        current().abandon(Fault.STOPPED.at(Stage.END_OF_DATA, "stopped before the final dot"));
        end(null);
    }

    @Override
    public void writingDot() {
        current().transcript().writingDot();
        wire.awaitReplyToDot();
    }

    @Override
    public void written() {
        wire.dotLeft();
    }

    // What the server says.

    @Override
    public void replied(Verb verb, Reply reply) {
        if (reply.closing()) {
            closing(verb, reply);
            return;
        }
        switch (verb) {
            case GREETING -> greeted(reply);
            case EHLO, HELO -> introduced(verb, reply);
            case STARTTLS -> readyForTls(reply);
            case RSET -> reset(reply);
            case MAIL -> {
                begun = true;
                if (!reply.done()) {
                    current().transcript().decide(reply.at(Stage.MAIL_FROM));
                }
                socket.hear(TAKEN);
            }
            case RCPT -> {
                current().recipientReply(reply);
                socket.hear(TAKEN);
            }
            case DATA -> {
                dataOpen = reply.goOn();
                if (!dataOpen) {
                    current().transcript().decide(reply.at(Stage.DATA));
                }
                placeholder = true;
                socket.hear(GO_ON);
            }
            case DOT -> {
                clean = true;
                current().transcript().decide(reply.at(Stage.END_OF_DATA));
                socket.hear(TAKEN);
            }
            case QUIT -> wire.close();
        }
    }

    private void greeted(Reply reply) {
        if (reply.done()) {
            socket.hear("220 ready\r\n");
        } else {
            endWith(reply.at(Stage.GREETING));
        }
    }

    private void introduced(Verb verb, Reply reply) {
        if (reply.done()) {
            extensions = verb == Verb.EHLO ? Extensions.of(reply) : Extensions.NONE;
            if (!wire.encrypted() && tlsRequired() && !extensions.startTls()) {
                endWith(Fault.TLS_REQUIRED.at(Stage.STARTTLS, "TLS is required, and the server does not offer it"));
            } else {
                socket.hear(ehloForClient());
            }
        } else if (verb == Verb.EHLO && reply.unknownCommand()) {
            socket.hear("502 say HELO\r\n");
        } else {
            endWith(reply.at(Stage.EHLO));
        }
    }

    private boolean tlsRequired() {
        return spec.tls() == TlsLevel.ENCRYPT || spec.tls() == TlsLevel.VERIFY;
    }

    /** Only what the client may act on; the parameters of MAIL are ours. */
    private String ehloForClient() {
        boolean offerTls = extensions.startTls() && spec.tls() != TlsLevel.NONE && !wire.encrypted() && !inTheClear;
        return "250-server\r\n"
                + (offerTls ? "250-STARTTLS\r\n" : "")
                + (extensions.pipelining() ? "250-PIPELINING\r\n" : "")
                + "250 HELP\r\n";
    }

    private void readyForTls(Reply reply) {
        if (reply.done() && !wire.drained()) {
            // It came in the clear, from whoever, and would be read as if it came under TLS (CVE-2021-38371 and
            // others).
            current().transcript().decide(Fault.NOT_SMTP.at(Stage.STARTTLS, "data after the reply to STARTTLS"));
            end(null);
        } else if (!reply.done() && tlsRequired()) {
            endWith(reply.at(Stage.STARTTLS));
        } else {
            inTheClear = !reply.done();
            socket.hear("220 ready\r\n");
        }
    }

    Future<Void> startTls() {
        if (inTheClear) {
            return Future.succeededFuture();
        }
        return wire.startTls(spec.tls()).andThen(handshake -> {
            if (handshake.failed() && !over) {
                current()
                        .transcript()
                        .decide(Fault.TLS_HANDSHAKE.at(
                                Stage.STARTTLS,
                                "the TLS handshake failed: " + handshake.cause().getMessage()));
                end(Obstacle.TLS_HANDSHAKE);
            }
        });
    }

    private void reset(Reply reply) {
        if (reply.done()) {
            clean = true;
            socket.hear(TAKEN);
        } else {
            current().transcript().decide(reply.at(Stage.MAIL_FROM));
            end(Obstacle.STALE_SESSION);
        }
    }

    private void closing(Verb verb, Reply reply) {
        boolean stale = reused && (verb == Verb.RSET || verb == Verb.MAIL);
        if (verb == Verb.RCPT) {
            current().recipientReply(reply);
        }
        current().transcript().decide(reply.at(verb.stage()));
        end(stale ? Obstacle.STALE_SESSION : null);
    }

    /** Servers that close, and servers that refuse a message before its end, speak without being asked. */
    @Override
    public void unasked(Reply reply) {
        if (exchange == null || reply.done() || reply.goOn()) {
            broken(Fault.NOT_SMTP, "the server sent a reply to nothing");
        } else {
            exchange.transcript().decide(reply.at(dataOpen ? Stage.END_OF_DATA : Stage.MAIL_FROM));
            end(null);
        }
    }

    @Override
    public void broken(Fault fault, String sentence) {
        if (over) {
            return;
        }
        boolean handshake = stage() == Stage.STARTTLS && wire.awaiting() == null;
        if (exchange != null) {
            exchange.transcript().decide(fault.at(stage(), sentence));
        }
        end(handshake ? Obstacle.TLS_HANDSHAKE : reused && !begun ? Obstacle.STALE_SESSION : null);
    }

    private Stage stage() {
        Verb awaited = wire.awaiting();
        if (awaited != null) {
            return awaited.stage();
        }
        if (wire.handshaking()) {
            return Stage.STARTTLS;
        }
        return dataOpen ? Stage.DATA : Stage.MAIL_FROM;
    }

    // The end.

    void quit() {
        if (!over) {
            over = true;
            wire.quit();
            finish(null);
        }
    }

    void clientClosed() {
        broken(Fault.LOCAL, "the mail client gave up");
    }

    void timedOut() {
        wire.timedOut();
    }

    void abort() {
        broken(Fault.STOPPED, "the session was aborted");
    }

    /** The server refused to go on: we part politely. */
    private void endWith(SmtpReply reply) {
        current().transcript().decide(reply);
        quit();
    }

    private void end(@Nullable Obstacle obstacle) {
        over = true;
        wire.close();
        finish(obstacle);
    }

    private void finish(@Nullable Obstacle obstacle) {
        ended.accept(obstacle);
        socket.gone();
    }

    private Exchange current() {
        return Objects.requireNonNull(exchange, "no transaction is under way");
    }
}
