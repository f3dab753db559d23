package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.Action;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.smtp.SmtpReply;

/**
 * What a server's refusal means.
 *
 * @param retry whether this message is tried again: after 4yz or no reply, and where the rule says so in spite of 5yz
 * @param ruleName the rule that decided, for people
 */
public record Classification(Category category, Action action, boolean retry, String ruleName) {
    /**
     * Whether a message that a server refused for good is tried again all the same. The reply code decides, unless the rules
     * file knows a wording that will pass. Without a reply it is our own finding, such as an address that no command can
     * carry: it stays one.
     */
    public boolean mayPass(SmtpReply refusal) {
        return retry && refusal.code() != 0;
    }

    static Classification of(Category category, boolean retry, String ruleName) {
        return new Classification(category, category.action(), retry, ruleName);
    }
}
