package io.privatesmtp.delivery.seen;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.Mail;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages of which only the id matters here. */
final class Mails {
    static final Instant NOW = Instant.parse("2026-11-24T08:20:00Z");

    private Mails() {}

    static Mail named(Origin origin, String id) {
        return new Mail(
                origin,
                id,
                null,
                "",
                null,
                null,
                List.of(),
                null,
                Instant.EPOCH,
                null,
                Instant.MAX,
                Priority.TRANSACTIONAL,
                null,
                Map.of());
    }

    static Mail nameless(Origin origin) {
        return named(origin, origin.toString());
    }
}
