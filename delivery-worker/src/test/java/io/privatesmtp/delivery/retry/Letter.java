package io.privatesmtp.delivery.retry;

import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.smtp.SmtpReply;
import io.privatesmtp.bus.smtp.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of the simulated week, its host, and what became of it. */
final class Letter {
    /** Null where the host took the message. */
    record Answer(@Nullable SmtpReply reply, boolean greylisted) {}

    /** How a host answers. */
    interface Host {
        Answer answer(Instant now, Instant firstAttempt);
    }

    static final Host ALWAYS_FULL = (now, first) -> later("4.2.2 mailbox full");

    static Host downUntil(Instant end) {
        return (now, first) -> now.isBefore(end) ? later("4.3.2 closing for an hour") : taken();
    }

    static Host greylisting(Duration wait, String sentence) {
        return (now, first) -> now.isBefore(first.plus(wait))
                ? new Answer(new SmtpReply(Stage.RCPT_TO, 450, null, sentence), true)
                : taken();
    }

    private static Answer later(String sentence) {
        return new Answer(new SmtpReply(Stage.GREETING, 421, null, sentence), false);
    }

    private static Answer taken() {
        return new Answer(null, false);
    }

    private final Host host;
    private final Origin origin;
    private final Instant submittedAt;
    private final @Nullable Instant notBefore;
    private final Instant expiresAt;
    private final List<Instant> attempts = new ArrayList<>();
    private @Nullable Instant deliveredAt;
    private @Nullable Instant expired;

    Letter(Host host, int number, Instant submittedAt, @Nullable Instant notBefore, Duration life) {
        this.host = host;
        this.origin = new Origin("mail.outbound", number % 12, number);
        this.submittedAt = submittedAt;
        this.notBefore = notBefore;
        this.expiresAt = (notBefore == null ? submittedAt : notBefore).plus(life);
    }

    Answer attempt(Instant now) {
        attempts.add(now);
        Answer answer = host.answer(now, attempts.getFirst());
        if (answer.reply() == null) {
            ends();
            deliveredAt = now;
        }
        return answer;
    }

    void expired(Instant now) {
        ends();
        expired = now;
    }

    private void ends() {
        if (deliveredAt != null || expired != null) {
            throw new AssertionError(origin + " ends twice");
        }
    }

    Origin origin() {
        return origin;
    }

    Instant submittedAt() {
        return submittedAt;
    }

    @Nullable
    Instant notBefore() {
        return notBefore;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    List<Instant> attempts() {
        return attempts;
    }

    @Nullable
    Instant deliveredAt() {
        return deliveredAt;
    }

    @Nullable
    Instant expiredAt() {
        return expired;
    }
}
