package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When a message may be sent, and until when. All is measured from the time the bus got it, so that the same record gives
 * the same answer whenever it is read.
 *
 * @param expiresAt what was asked for, the longest lifetime at most
 */
record Times(Instant queuedAt, @Nullable Instant notBefore, Instant expiresAt) {
    /** Longer than any topic keeps a record: a time before that is a wrong clock or a wrong unit. */
    private static final Duration OLDEST = Duration.ofDays(30);

    /** The record's time; now, where that cannot be true. */
    static Instant queuedAt(long timestampMillis, Instant now) {
        Instant stamped = Instant.ofEpochMilli(Math.max(0, timestampMillis));
        return stamped.isAfter(now) || stamped.isBefore(now.minus(OLDEST)) ? now : stamped;
    }

    static Times of(
            Instant queuedAt, @Nullable Instant notBefore, @Nullable Instant expiresAt, Names names, Limits limits) {
        if (notBefore != null && notBefore.isAfter(queuedAt.plus(limits.maxDelay()))) {
            throw bad(
                    names.notBefore(), notBefore, "must be " + limits.maxDelay().toHours() + " hours ahead at most");
        }
        Instant start = notBefore == null || notBefore.isBefore(queuedAt) ? queuedAt : notBefore;
        if (expiresAt != null && !expiresAt.isAfter(start)) {
            throw bad(
                    names.expiresAt(),
                    expiresAt,
                    start.equals(queuedAt)
                            ? "must be after the submission, " + queuedAt
                            : "must be after " + names.notBefore() + ", " + start);
        }
        Instant latest = start.plus(limits.maxLifetime());
        return new Times(queuedAt, notBefore, expiresAt == null || expiresAt.isAfter(latest) ? latest : expiresAt);
    }

    /** RFC 3339 section 5.6. */
    static @Nullable Instant parse(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, field, text, "must be a time as RFC 3339 has it, like 2026-11-24T08:00:00Z");
        }
    }

    private static ContractViolation bad(String field, Instant value, String rule) {
        return new ContractViolation(ErrorCode.BAD_TIME, field, value, rule);
    }

    /** What the two times are called where they came from. */
    record Names(String notBefore, String expiresAt) {}
}
