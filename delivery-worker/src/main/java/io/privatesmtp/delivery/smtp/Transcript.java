package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The replies that count in one transaction. */
final class Transcript {
    private final List<@Nullable SmtpReply> recipients;
    private @Nullable SmtpReply decisive;
    private boolean dotWritten;
    private int accepted;

    Transcript(int recipients) {
        this.recipients = new ArrayList<>(Collections.nCopies(recipients, null));
    }

    /** A recipient that was refused before it was named to the server. */
    void refuse(int recipient, SmtpReply reply) {
        recipients.set(recipient, reply);
    }

    /** The reply to one RCPT; after a refused MAIL (with PIPELINING) it says nothing more about the recipient. */
    void recipient(int recipient, Reply reply) {
        if (decisive == null) {
            if (reply.done()) {
                accepted++;
            } else {
                recipients.set(recipient, reply.at(Stage.RCPT_TO));
            }
        }
    }

    /** The reply that goes to all recipients not refused by then; the first one counts. */
    void decide(SmtpReply reply) {
        if (decisive == null) {
            decisive = reply;
        }
    }

    void writingDot() {
        dotWritten = true;
    }

    boolean dotWritten() {
        return dotWritten;
    }

    /** Whether it ended without the final dot, for now, and without a word of the server that decides it. */
    boolean cutOffBeforeDot() {
        return !dotWritten
                && decisive != null
                && decisive.code() == 0
                && decisive.enhanced() != null
                && decisive.enhanced().statusClass() == 4;
    }

    boolean decided() {
        return decisive != null;
    }

    /** Whether the content is wanted. */
    boolean anyAccepted() {
        return decisive == null && accepted > 0;
    }

    /** @param withoutTls whether the server offers TLS, and the session has none although it might */
    List<TransactionReport.Verdict> verdicts(boolean withoutTls) {
        SmtpReply all = decisive != null ? decisive : OutcomeTable.SILENCE;
        var verdicts = new ArrayList<TransactionReport.Verdict>(recipients.size());
        for (SmtpReply own : recipients) {
            verdicts.add(OutcomeTable.verdict(own != null ? own : all, dotWritten, accepted > 0, withoutTls));
        }
        return List.copyOf(verdicts);
    }
}
