package io.privatesmtp.delivery.lane;

import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.EnhancedStatus;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.retry.ReplyDelay;
import io.privatesmtp.delivery.smtp.Obstacle;
import io.privatesmtp.delivery.smtp.TransactionReport;
import io.privatesmtp.delivery.smtp.TransactionReport.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction says about its site, beside what it says about its recipients.
 *
 * <pre>
 * a recipient was accepted                                      FINE
 * rate limit or block (421, 4.7.z, 5.7.z and their wordings)    ASKS_FOR_LESS
 * the same about a mailbox (x.2.z) or the number of recipients  FINE
 * 421 with a time to come back                                  ASKS_FOR_LESS
 * 421, or any refusal in the greeting                           FAILED
 * no connection, connection lost, no reply in time              FAILED
 * any other reply: greylisted, unknown, full, spam              FINE
 * stopped by ourselves, our address unusable, our own finding   NOTHING
 * not the encryption that we demand of it for some domains      NOTHING
 * </pre>
 *
 * @param asked when the site wants to be asked again, null where it does not say
 * @param because the reply that decided, for people
 */
record Impression(Kind kind, @Nullable Duration asked, SmtpReply because) {
    enum Kind {
        FINE,
        ASKS_FOR_LESS,
        FAILED,
        NOTHING
    }

    /** Tells what a reply means. */
    @FunctionalInterface
    interface Meaning {
        Category of(SmtpReply reply, String mxHost);
    }

    private static final int CLOSING = 421;
    private static final int TOO_MANY_RECIPIENTS = 452;

    static Impression of(TransactionReport report, String mxHost, Meaning meaning) {
        SmtpReply first = report.verdicts().getFirst().reply();
        if (report.abandoned() || report.obstacle() == Obstacle.SOURCE_UNUSABLE) {
            return new Impression(Kind.NOTHING, null, first);
        }
        if (report.verdicts().stream().anyMatch(Verdict.Accepted.class::isInstance)) {
            return new Impression(Kind.FINE, null, first);
        }
        for (Verdict verdict : report.verdicts()) {
            SmtpReply reply = verdict.reply();
            if (asksForLess(reply, mxHost, meaning)) {
                return new Impression(Kind.ASKS_FOR_LESS, ReplyDelay.of(reply), reply);
            }
        }
        return new Impression(kind(report.verdicts().getFirst()), null, first);
    }

    private static boolean asksForLess(SmtpReply reply, String mxHost, Meaning meaning) {
        if (reply.code() < 400 || ofTheRecipient(reply)) {
            return false;
        }
        if (reply.code() == CLOSING && ReplyDelay.of(reply) != null) {
            return true;
        }
        Category category = meaning.of(reply, mxHost);
        return category == Category.RATE_LIMIT || category == Category.BLOCK;
    }

    /** A mailbox that gets too much, or a message with too many recipients, is no matter of the site's. */
    private static boolean ofTheRecipient(SmtpReply reply) {
        EnhancedStatus enhanced = reply.enhanced();
        boolean byStatus = enhanced != null && (enhanced.subject() == 2 || enhanced.subject() == 5);
        return reply.stage() == Stage.RCPT_TO && (byStatus || reply.code() == TOO_MANY_RECIPIENTS);
    }

    /** Other mail may go to the site all the same. */
    private static boolean notOnOurTerms(SmtpReply reply) {
        EnhancedStatus enhanced = reply.enhanced();
        return reply.stage() == Stage.STARTTLS && enhanced != null && enhanced.subject() == 7;
    }

    private static Kind kind(Verdict first) {
        SmtpReply reply = first.reply();
        if (reply.code() == 0) {
            return first instanceof Verdict.PermanentFailure || notOnOurTerms(reply) ? Kind.NOTHING : Kind.FAILED;
        }
        boolean turnedAway = reply.stage() == Stage.GREETING && reply.code() >= 400;
        return reply.code() == CLOSING || turnedAway ? Kind.FAILED : Kind.FINE;
    }
}
