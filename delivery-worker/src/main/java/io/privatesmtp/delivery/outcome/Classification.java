package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.Action;
import io.privatesmtp.bus.event.Category;

/**
 * What a server's refusal means.
 *
 * @param retry whether this message is tried again: after 4yz or no reply, and where the rule says so in spite of 5yz
 * @param ruleName the rule that decided, for people
 */
public record Classification(Category category, Action action, boolean retry, String ruleName) {
    static Classification of(Category category, boolean retry, String ruleName) {
        return new Classification(category, category.action(), retry, ruleName);
    }
}
