package io.privatesmtp.delivery.gate;

import io.privatesmtp.delivery.message.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * Stands on the way of every attempt, of first ones and of retries, and may keep a recipient from leaving. Gates are asked
 * in their order; the first objection counts. Called from several threads; must not block.
 */
@FunctionalInterface
public interface Gate {
    /** Why this recipient may not be sent to now, null where nothing speaks against it. */
    @Nullable
    Objection objection(Passage passage, Recipient recipient);
}
