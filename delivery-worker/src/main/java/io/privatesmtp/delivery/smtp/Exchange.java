package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.message.WireMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One transaction under way: the commands it makes, and what the server said to them. */
final class Exchange {
    private final Transaction transaction;
    private final Transcript transcript;
    private final Promise<TransactionReport> promise = Promise.promise();
    /** Indices of the recipients that are named to the server, in the order of their RCPT commands. */
    private final List<Integer> named = new ArrayList<>();

    private int nextNamed;
    private int nextReplied;
    private @Nullable List<ByteBuffer> content;
    private boolean abandoned;

    Exchange(Transaction transaction) {
        this.transaction = transaction;
        this.transcript = new Transcript(transaction.recipients().size());
        for (int i = 0; i < transaction.recipients().size(); i++) {
            String recipient = transaction.recipients().get(i);
            if (!recipient.isEmpty() && Path.isSafe(recipient)) {
                named.add(i);
            } else {
                transcript.refuse(i, Fault.BAD_RECIPIENT.at(Stage.RCPT_TO, "recipient: " + Path.RULE));
            }
        }
        if (!Path.isSafe(transaction.mailFrom())) {
            transcript.decide(Fault.BAD_SENDER.at(Stage.MAIL_FROM, "sender: " + Path.RULE));
        }
    }

    Transcript transcript() {
        return transcript;
    }

    /** How many recipients the server is asked about. */
    int named() {
        return named.size();
    }

    /** Whether there is anything to ask the server. */
    boolean worthConnecting() {
        return !named.isEmpty() && !transcript.decided();
    }

    /** The MAIL command with its parameters; null if the transaction ends before it, with its verdicts decided. */
    @Nullable
    String mail(Extensions extensions) {
        if (!transaction.mayBegin()) {
            abandon(Fault.STOPPED.at(Stage.MAIL_FROM, "stopped before MAIL"));
            return null;
        }
        WireMessage message = transaction.content(extensions.target());
        boolean utf8 = message.smtpUtf8() || !allAscii();
        if (utf8 && !extensions.smtpUtf8()) {
            transcript.decide(Fault.NO_SMTPUTF8.at(
                    Stage.MAIL_FROM, "the message needs SMTPUTF8 (RFC 6531), which the server does not offer"));
            return null;
        }
        content = message.stuffed();
        var command =
                new StringBuilder("MAIL FROM:<").append(transaction.mailFrom()).append('>');
        if (extensions.size()) {
            command.append(" SIZE=").append(message.size());
        }
        if (message.eightBit() && extensions.eightBitMime()) {
            command.append(" BODY=8BITMIME");
        }
        if (utf8) {
            command.append(" SMTPUTF8");
        }
        return command.toString();
    }

    private boolean allAscii() {
        return Path.isAscii(transaction.mailFrom())
                && transaction.recipients().stream().allMatch(Path::isAscii);
    }

    String nextRcpt() {
        return "RCPT TO:<" + transaction.recipients().get(named.get(nextNamed++)) + '>';
    }

    void recipientReply(Reply reply) {
        transcript.recipient(named.get(nextReplied++), reply);
    }

    /** Dot-stuffed, without the final dot. */
    List<ByteBuffer> content() {
        if (content == null) {
            throw new IllegalStateException("MAIL comes first");
        }
        return content;
    }

    Future<Boolean> mayFinish() {
        return transaction.mayFinish();
    }

    /** Nothing more of it will be tried, because the caller said so. */
    void abandon(SmtpReply reply) {
        abandoned = true;
        transcript.decide(reply);
    }

    boolean abandoned() {
        return abandoned;
    }

    Future<TransactionReport> report() {
        return promise.future();
    }

    void end(TransactionReport report) {
        promise.tryComplete(report);
    }
}
