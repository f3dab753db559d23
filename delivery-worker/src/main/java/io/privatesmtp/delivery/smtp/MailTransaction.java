package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.Stage;
import io.vertx.core.Future;

/**
 * The commands of one mail transaction (RFC 5321 section 3.3). The client is told that each was taken, so that it goes
 * through to the end and the connection stays good after a refusal; once nothing is left to be tried, the rest of what it
 * says stays here.
 */
final class MailTransaction implements ContentWriter.Listener {
    static final String TAKEN = "250 taken\r\n";
    private static final String GO_ON = "354 go on\r\n";

    private final Dialogue dialogue;
    private final Wire wire;
    private final Exchange exchange;
    /** The server replied to MAIL. */
    private boolean begun;
    /** The server said 354. */
    private boolean dataOpen;
    /** The client was told 354 and writes its placeholder. */
    private boolean placeholder;

    MailTransaction(Dialogue dialogue, Wire wire, Exchange exchange) {
        this.dialogue = dialogue;
        this.wire = wire;
        this.exchange = exchange;
    }

    Exchange exchange() {
        return exchange;
    }

    boolean begun() {
        return begun;
    }

    /** Where it stands while no reply is awaited. */
    Stage stage() {
        return dataOpen ? Stage.DATA : Stage.MAIL_FROM;
    }

    /** Whether what the client says now is its message, which is dropped; its final dot is answered by ours. */
    boolean swallows(String text) {
        if (!placeholder) {
            return false;
        }
        if (".\r\n".equals(text)) {
            placeholder = false;
            finalDot();
        }
        return true;
    }

    void say(Verb verb, StringBuilder out) {
        switch (verb) {
            case MAIL -> mail(out);
            case RCPT -> {
                if (transcript().decided()) {
                    dialogue.tellLater(TAKEN);
                } else {
                    dialogue.put(verb, exchange.nextRcpt(), out);
                }
            }
            default -> {
                // In one group with RCPT, DATA cannot wait for the replies (RFC 2920 section 3.1).
                if (wire.awaiting() != null || transcript().anyAccepted()) {
                    dialogue.put(verb, "DATA", out);
                } else {
                    placeholder = true;
                    dialogue.tellLater(GO_ON);
                }
            }
        }
    }

    private void mail(StringBuilder out) {
        String mail = null;
        try {
            mail = exchange.mail(dialogue.extensions());
        } catch (RuntimeException e) {
            transcript().decide(Fault.LOCAL.at(Stage.MAIL_FROM, "the message could not be made: " + e));
        }
        if (mail == null) {
            dialogue.tellLater(TAKEN);
        } else {
            dialogue.transactionOpen(true);
            dialogue.put(Verb.MAIL, mail, out);
        }
    }

    void replied(Verb verb, Reply reply) {
        switch (verb) {
            case MAIL -> {
                begun = true;
                if (!reply.done()) {
                    transcript().decide(reply.at(Stage.MAIL_FROM));
                }
                dialogue.tell(TAKEN);
            }
            case RCPT -> {
                exchange.recipientReply(reply);
                dialogue.tell(TAKEN);
            }
            case DATA -> {
                dataOpen = reply.goOn();
                if (!dataOpen) {
                    transcript().decide(reply.at(Stage.DATA));
                }
                placeholder = true;
                dialogue.tell(GO_ON);
            }
            default -> {
                dialogue.transactionOpen(false);
                transcript().decide(reply.at(Stage.END_OF_DATA));
                dialogue.tell(TAKEN);
            }
        }
    }

    private void finalDot() {
        if (!dataOpen) {
            dialogue.tellLater(TAKEN);
        } else if (transcript().decided()) {
            // It refused MAIL and yet wants data: a dot could deliver an empty message.
            dialogue.breakOff(Fault.NOT_SMTP.at(Stage.DATA, "the server took DATA after it refused MAIL"), null);
        } else if (!transcript().anyAccepted()) {
            // RFC 2920 section 3.1: "the client SHOULD send a single dot".
            wire.await(Verb.DOT);
            wire.write(".\r\n");
        } else {
            wire.writeContent(exchange.content(), this);
        }
    }

    @Override
    public Future<Boolean> permit() {
        try {
            return dialogue.onContext(exchange.mayFinish());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    @Override
    public boolean underWay() {
        return !dialogue.over();
    }

    @Override
    public void refused() {
        exchange.abandon(Fault.STOPPED.at(Stage.DATA, "stopped before the final dot"));
        dialogue.breakOff();
    }

    @Override
    public void writingDot() {
        transcript().writingDot();
        wire.awaitReplyToDot();
    }

    @Override
    public void written() {
        wire.dotLeft();
    }

    private Transcript transcript() {
        return exchange.transcript();
    }
}
