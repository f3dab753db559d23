package io.privatesmtp.delivery.suppression;

import io.privatesmtp.bus.event.Action;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import io.privatesmtp.delivery.outcome.Bounce;
import java.util.List;

/**
 * Which bounces say for certain that a recipient is gone. The worst error is to give up a good one, so the category's word
 * is not enough where the reply cannot have been about this recipient:
 *
 * <pre>
 *   no reply, DNS says that the domain takes no mail   suppressed
 *   5yz to his RCPT                                    suppressed
 *   5yz to DATA or the final dot, he stood alone       suppressed
 *   5yz to DATA or the final dot, others with him      not: nobody knows whom it means
 *   5yz before any RCPT                                not: the server had not heard of him
 *   4yz, or no reply for another reason                not
 *   mail from the null sender                          not: many servers refuse just that, in any words
 * </pre>
 */
final class HardBounces {
    private HardBounces() {}

    /** @param bounces of one transaction, or without any */
    static List<Bounce> among(List<Bounce> bounces) {
        long afterData = bounces.stream().filter(HardBounces::afterData).count();
        return bounces.stream().filter(bounce -> hard(bounce, afterData == 1)).toList();
    }

    private static boolean hard(Bounce bounce, boolean aloneAfterData) {
        SmtpReply reply = bounce.event().dialogue().reply();
        if (bounce.event().action() != Action.SUPPRESS
                || reply == null
                || bounce.event().message().sender().isEmpty()) {
            return false;
        }
        if (reply.code() == 0) {
            return bounce.event().category() == Category.DOMAIN_INVALID;
        }
        return reply.permanentNegative() && (reply.stage() == Stage.RCPT_TO || aloneAfterData && afterData(bounce));
    }

    private static boolean afterData(Bounce bounce) {
        SmtpReply reply = bounce.event().dialogue().reply();
        return reply != null && (reply.stage() == Stage.DATA || reply.stage() == Stage.END_OF_DATA);
    }
}
