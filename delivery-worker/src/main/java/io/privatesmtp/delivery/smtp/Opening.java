package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.Stage;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * How a session begins: greeting, EHLO or HELO, STARTTLS (RFC 5321 section 3.1 and 3.2, RFC 3207), and a login where the server
 * wants one (RFC 4954), of which the client knows nothing.
 */
final class Opening {
    private final Dialogue dialogue;
    private final Wire wire;
    private final SessionSpec spec;
    private Extensions extensions = Extensions.NONE;
    /** STARTTLS was refused, and the mail may go in the clear. */
    private boolean inTheClear;
    /** The login under way. */
    private @Nullable Authentication authentication;

    Opening(Dialogue dialogue, Wire wire, SessionSpec spec) {
        this.dialogue = dialogue;
        this.wire = wire;
        this.spec = spec;
    }

    /** What the server offers now; before and after STARTTLS it may differ. */
    Extensions extensions() {
        return extensions;
    }

    void say(Verb verb, StringBuilder out) {
        if (verb == Verb.EHLO && inTheClear) {
            // The client believes that TLS has begun and says it again; the server did not forget the first.
            if (spec.hop().terms().login() == null) {
                dialogue.tellLater(ehloForClient());
            } else {
                logIn(spec.hop().terms().login());
            }
        } else {
            dialogue.put(verb, verb == Verb.STARTTLS ? "STARTTLS" : verb.name() + ' ' + spec.ehlo(), out);
        }
    }

    void replied(Verb verb, Reply reply) {
        switch (verb) {
            case GREETING -> greeted(reply);
            case STARTTLS -> readyForTls(reply);
            case AUTH -> authenticated(reply);
            default -> introduced(verb, reply);
        }
    }

    private void greeted(Reply reply) {
        if (reply.done()) {
            dialogue.tell("220 ready\r\n");
        } else {
            dialogue.partWith(reply.at(Stage.GREETING));
        }
    }

    private void introduced(Verb verb, Reply reply) {
        if (reply.done()) {
            extensions = verb == Verb.EHLO ? Extensions.of(reply) : Extensions.NONE;
            if (!wire.encrypted() && tlsRequired() && !extensions.startTls()) {
                dialogue.partWith(
                        Fault.TLS_REQUIRED.at(Stage.STARTTLS, "TLS is required, and the server does not offer it"));
            } else {
                introduced();
            }
        } else if (verb == Verb.EHLO && reply.unknownCommand()) {
            dialogue.tell("502 say HELO\r\n");
        } else {
            dialogue.partWith(reply.at(Stage.EHLO));
        }
    }

    private void introduced() {
        Login login = spec.hop().terms().login();
        if (login == null || offersTls()) {
            dialogue.tell(ehloForClient());
        } else {
            logIn(login);
        }
    }

    private void logIn(Login login) {
        var attempt = new Authentication(login, extensions.mechanisms());
        String line = attempt.first();
        if (line == null) {
            dialogue.partWith(Fault.LOGIN_REFUSED.at(Stage.EHLO, "the server offers no login by PLAIN or LOGIN"));
        } else {
            authentication = attempt;
            sayAuth(line);
        }
    }

    private void sayAuth(String line) {
        wire.await(Verb.AUTH);
        wire.write(line + "\r\n");
    }

    private void authenticated(Reply reply) {
        String next = authentication == null ? null : authentication.next(reply);
        if (next != null) {
            sayAuth(next);
        } else if (reply.done()) {
            dialogue.tell(ehloForClient());
        } else {
            // The server's words stay here: it was given a password, and could say it.
            dialogue.partWith(Fault.LOGIN_REFUSED.at(Stage.EHLO, "the server refused our login with " + reply.code()));
        }
    }

    private boolean tlsRequired() {
        return spec.tls() == TlsLevel.ENCRYPT || spec.tls() == TlsLevel.VERIFY;
    }

    /** Only what the client may act on; the parameters of MAIL are ours. */
    private String ehloForClient() {
        return "250-server\r\n"
                + (offersTls() ? "250-STARTTLS\r\n" : "")
                + (extensions.pipelining() ? "250-PIPELINING\r\n" : "")
                + "250 HELP\r\n";
    }

    boolean withoutTls() {
        return extensions.startTls() && !wire.encrypted() && spec.hop().terms().tls() != TlsLevel.NONE;
    }

    /** Whether the client shall begin TLS. */
    private boolean offersTls() {
        return extensions.startTls() && spec.tls() != TlsLevel.NONE && !wire.encrypted() && !inTheClear;
    }

    private void readyForTls(Reply reply) {
        if (reply.done() && !wire.drained()) {
            // It came in the clear, from whoever, and would be read as if it had come under TLS.
            dialogue.breakOff(
                    Fault.NOT_SMTP.at(Stage.STARTTLS, "the server sent data after its reply to STARTTLS"), null);
        } else if (!reply.done() && tlsRequired()) {
            dialogue.partWith(reply.at(Stage.STARTTLS));
        } else {
            inTheClear = !reply.done();
            dialogue.tell("220 ready\r\n");
        }
    }

    /** The client wants its socket upgraded. */
    Future<Void> startTls() {
        if (inTheClear) {
            return Future.succeededFuture();
        }
        return wire.startTls(spec.hop().terms(), spec.tls()).andThen(handshake -> {
            if (handshake.failed()) {
                String cause = handshake.cause().getMessage();
                String why = "the TLS handshake failed" + (cause == null ? "" : ": " + cause);
                dialogue.breakOff(Fault.TLS_HANDSHAKE.at(Stage.STARTTLS, why), Obstacle.TLS_HANDSHAKE);
            }
        });
    }
}
