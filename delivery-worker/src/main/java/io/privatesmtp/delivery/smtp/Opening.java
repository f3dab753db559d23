package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.Stage;
import io.vertx.core.Future;

/** How a session begins: greeting, EHLO or HELO, STARTTLS (RFC 5321 section 3.1 and 3.2, RFC 3207). */
final class Opening {
    private final Dialogue dialogue;
    private final Wire wire;
    private final SessionSpec spec;
    private Extensions extensions = Extensions.NONE;
    /** STARTTLS was refused, and the mail may go in the clear. */
    private boolean inTheClear;

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
            dialogue.tellLater(ehloForClient());
        } else {
            dialogue.put(verb, verb == Verb.STARTTLS ? "STARTTLS" : verb.name() + ' ' + spec.ehlo(), out);
        }
    }

    void replied(Verb verb, Reply reply) {
        switch (verb) {
            case GREETING -> greeted(reply);
            case STARTTLS -> readyForTls(reply);
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
                dialogue.tell(ehloForClient());
            }
        } else if (verb == Verb.EHLO && reply.unknownCommand()) {
            dialogue.tell("502 say HELO\r\n");
        } else {
            dialogue.partWith(reply.at(Stage.EHLO));
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
        return wire.startTls(spec.tls()).andThen(handshake -> {
            if (handshake.failed()) {
                String why = "the TLS handshake failed: " + handshake.cause().getMessage();
                dialogue.breakOff(Fault.TLS_HANDSHAKE.at(Stage.STARTTLS, why), Obstacle.TLS_HANDSHAKE);
            }
        });
    }
}
