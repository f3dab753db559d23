package io.privatesmtp.delivery.gate;

import io.privatesmtp.bus.event.Route;
import io.privatesmtp.delivery.message.Mail;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message at a gate.
 *
 * @param account whose message it is, null for nobody's
 * @param attempts made so far
 * @param counted what its recipients were counted for before
 * @param route which address it would leave from and why; null at the gates before the address is picked
 */
public record Passage(
        Mail mail,
        @Nullable String account,
        int attempts,
        Counted counted,
        @Nullable Route route,
        Instant now) {}
