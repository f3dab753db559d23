package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's dialogue. The mail client drives it: it says what comes when. The words, and all that is believed, are
 * ours; what the server really said is in the {@link Transcript} of each transaction.
 */
final class Dialogue implements Wire.Listener {
    private final Wire wire;
    private final Context context;
    private final Consumer<@Nullable Obstacle> ended;
    private final Opening opening;
    private final GuardedSocket socket = new GuardedSocket(this);

    private @Nullable MailTransaction transaction;
    private boolean reused;
    private boolean over;
    /** The server may have a transaction open, so that RSET must be said before the next. */
    private boolean transactionOpen;

    /**
     * @param ended hears once, and after the verdict, that no transaction can follow; QUIT may still be under way
     */
    Dialogue(
            Connection connection,
            Context context,
            SessionSpec spec,
            SmtpTimeouts timeouts,
            Deadline deadline,
            Consumer<@Nullable Obstacle> ended) {
        this.wire = new Wire(connection, deadline, timeouts, this);
        this.context = context;
        this.ended = ended;
        this.opening = new Opening(this, wire, spec);
    }

    /** Begins with the first transaction, before the greeting. */
    GuardedSocket open(Exchange first) {
        transaction = new MailTransaction(this, wire, first);
        wire.listen();
        // Later, since the client does not listen yet.
        context.runOnContext(v -> wire.hearEarly());
        return socket;
    }

    /** A further transaction. */
    void begin(Exchange next) {
        transaction = new MailTransaction(this, wire, next);
        reused = true;
    }

    /** No transaction is under way. */
    void rest() {
        transaction = null;
    }

    Wire wire() {
        return wire;
    }

    boolean over() {
        return over;
    }

    Extensions extensions() {
        return opening.extensions();
    }

    /** Whether the server offers TLS, and the session has none although it might. */
    boolean withoutTls() {
        return opening.withoutTls();
    }

    void transactionOpen(boolean open) {
        transactionOpen = open;
    }

    // What the client says.

    void say(String text) {
        if (over) {
            return;
        }
        if ("QUIT\r\n".equals(text)) {
            quit();
        } else if (!current().swallows(text)) {
            var out = new StringBuilder();
            for (String line : text.split("\r\n", 0)) {
                say(Verb.of(line), out);
            }
            if (!out.isEmpty()) {
                wire.write(out);
            }
        }
    }

    private void say(Verb verb, StringBuilder out) {
        switch (verb) {
            case EHLO, HELO, STARTTLS -> opening.say(verb, out);
            case MAIL, RCPT, DATA -> current().say(verb, out);
            case RSET -> {
                if (transactionOpen) {
                    put(verb, "RSET", out);
                } else {
                    tellLater(MailTransaction.TAKEN);
                }
            }
            default -> throw new IllegalStateException("the mail client said " + verb);
        }
    }

    void put(Verb verb, String line, StringBuilder out) {
        out.append(line).append("\r\n");
        wire.await(verb);
    }

    Future<Void> startTls() {
        return opening.startTls();
    }

    /** The client hears a reply, now. */
    void tell(String reply) {
        socket.hear(reply);
    }

    /** The client hears a reply once it has finished speaking: its parser cannot be entered twice. */
    void tellLater(String reply) {
        context.runOnContext(v -> socket.hear(reply));
    }

    <T> Future<T> onContext(Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        Promise<T> here = Promise.promise();
        future.onComplete(answer -> context.runOnContext(v -> here.handle(answer)));
        return here.future();
    }

    // What the server says.

    @Override
    public void replied(Verb verb, Reply reply) {
        if (reply.closing() && verb != Verb.QUIT && verb != Verb.AUTH) {
            closing(verb, reply);
            return;
        }
        switch (verb) {
            case GREETING, EHLO, HELO, STARTTLS, AUTH -> opening.replied(verb, reply);
            case MAIL, RCPT, DATA, DOT -> current().replied(verb, reply);
            case RSET -> {
                if (reply.done()) {
                    transactionOpen = false;
                    tell(MailTransaction.TAKEN);
                } else {
                    // It says nothing of the message that comes next.
                    String refusal = "the server refused RSET: " + reply.code() + " " + reply.text();
                    breakOff(Fault.NOT_SMTP.at(Stage.MAIL_FROM, refusal), Obstacle.STALE_SESSION);
                }
            }
            case QUIT -> wire.close();
        }
    }

    private void closing(Verb verb, Reply reply) {
        if (verb == Verb.RCPT) {
            current().exchange().recipientReply(reply);
        }
        boolean stale = reused && (verb == Verb.RSET || verb == Verb.MAIL);
        breakOff(reply.at(verb.stage()), stale ? Obstacle.STALE_SESSION : null);
    }

    /** Servers that close, and servers that refuse a message before its end, speak without being asked. */
    @Override
    public void unasked(Reply reply) {
        if (transaction == null || reply.done() || reply.goOn()) {
            broken(Fault.NOT_SMTP, "the server sent a reply to nothing");
        } else {
            boolean inContent = transaction.stage() == Stage.DATA;
            boolean stale = reused && !inContent;
            breakOff(reply.at(inContent ? Stage.END_OF_DATA : Stage.MAIL_FROM), stale ? Obstacle.STALE_SESSION : null);
        }
    }

    @Override
    public void broken(Fault fault, String sentence) {
        if (transaction == null) {
            breakOff();
            return;
        }
        Verb awaited = wire.awaiting();
        Stage stage = awaited != null ? awaited.stage() : wire.handshaking() ? Stage.STARTTLS : transaction.stage();
        Obstacle obstacle = reused && !transaction.begun() ? Obstacle.STALE_SESSION : null;
        breakOff(fault.at(stage, sentence), wire.handshaking() ? Obstacle.TLS_HANDSHAKE : obstacle);
    }

    // The end.

    /** Says QUIT; the verdict is decided, or there is no transaction. */
    void quit() {
        if (!over) {
            over = true;
            wire.quit();
            finish(null);
        }
    }

    /** The server will not go on: we part politely. */
    void partWith(SmtpReply reply) {
        current().exchange().transcript().decide(reply);
        quit();
    }

    /** Ends without a word, with what stands for the reply. */
    void breakOff(SmtpReply reply, @Nullable Obstacle obstacle) {
        if (!over) {
            current().exchange().transcript().decide(reply);
            end(obstacle);
        }
    }

    /** Ends without a word; the verdict is decided, or there is no transaction. */
    void breakOff() {
        if (!over) {
            end(null);
        }
    }

    /** The caller wants no more of it. */
    void abort() {
        if (transaction != null && !transaction.exchange().transcript().dotWritten()) {
            transaction.exchange().abandon(Fault.STOPPED.at(transaction.stage(), "the session was aborted"));
            breakOff();
        } else {
            broken(Fault.STOPPED, "the session was aborted");
        }
    }

    void clientClosed() {
        broken(Fault.LOCAL, "the mail client gave up");
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

    private MailTransaction current() {
        return Objects.requireNonNull(transaction, "no transaction is under way");
    }
}
