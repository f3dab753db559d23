package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.event.Action;
import io.privatesmtp.bus.event.Category;

/**
 * What a reply means.
 *
 * @param retry whether the message is tried again although the reply was permanent
 * @param ruleName the rule that decided, for people
 */
public record Classification(Category category, Action action, boolean retry, String ruleName) {}
