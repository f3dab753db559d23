package io.privatesmtp.delivery.smtp;

import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Accepted;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.PermanentFailure;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.TransientFailure;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict.Uncertain;

/**
 * What the reply that decided says about a recipient.
 *
 * <pre>
 * stage               2yz        3yz        4yz        5yz            none, or not SMTP
 * connect             -          -          -          -              transient
 * greeting, ehlo      go on      transient  transient  permanent      transient
 * starttls            go on      transient  transient  transient (a)  transient
 * mail-from           go on      transient  transient  permanent      transient
 * rcpt-to             go on      transient  transient  permanent (b)  transient
 * data                transient  go on      transient  permanent      transient
 * before the dot      transient  transient  transient  permanent      transient
 * after the dot       accepted   uncertain  transient  permanent      uncertain
 * our own refusal (code 0, enhanced 5.y.z)                            permanent
 *
 * (a) The message was not the matter: the server may be mended by the next attempt.
 * (b) 552 is transient where another recipient was taken: there were too many (RFC 5321 section 4.5.3.1.10).
 * (c) 530 is transient where we went without the TLS that the server offers: it did not work, and may the next time (RFC 3207).
 * </pre>
 */
final class OutcomeTable {
    static final SmtpReply SILENCE = new SmtpReply(Stage.CONNECT, 0, null, "the attempt ended without a reply");
    private static final int TOO_MANY_RECIPIENTS = 552;
    /** "Must issue a STARTTLS command first" (RFC 3207 section 4). */
    private static final int TLS_WANTED = 530;

    private OutcomeTable() {}

    /** @param withoutTls whether the server offers TLS, and the session has none although it might */
    static Verdict verdict(SmtpReply reply, boolean dotWritten, boolean othersAccepted, boolean withoutTls) {
        if (reply.code() == 0) {
            return withoutReply(reply, dotWritten);
        }
        if (reply.permanentNegative()) {
            boolean again = triedAgain(reply, othersAccepted) || withoutTls && wantsTls(reply);
            return again ? new TransientFailure(reply) : new PermanentFailure(reply);
        }
        if (reply.positive() && dotWritten && reply.stage() == Stage.END_OF_DATA) {
            return reply.code() < 300 ? new Accepted(reply) : new Uncertain(reply);
        }
        return new TransientFailure(reply);
    }

    /** Whether the server refuses what it would take under TLS. */
    static boolean wantsTls(SmtpReply reply) {
        return reply.code() == TLS_WANTED;
    }

    private static boolean triedAgain(SmtpReply reply, boolean othersAccepted) {
        return reply.stage() == Stage.STARTTLS
                || reply.stage() == Stage.RCPT_TO && reply.code() == TOO_MANY_RECIPIENTS && othersAccepted;
    }

    private static Verdict withoutReply(SmtpReply reply, boolean dotWritten) {
        if (reply.enhanced() != null && reply.enhanced().statusClass() == 5) {
            return new PermanentFailure(reply);
        }
        return dotWritten && reply.stage() == Stage.END_OF_DATA ? new Uncertain(reply) : new TransientFailure(reply);
    }
}
