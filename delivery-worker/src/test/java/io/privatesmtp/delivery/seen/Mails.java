package io.privatesmtp.delivery.seen;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.Mail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Messages of which only the id matters here. */
final class Mails {
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

    /** A clock that stands until it is moved. */
    static final class Time extends Clock {
        private Instant now = Instant.parse("2026-11-24T08:20:00Z");

        void passes(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
