package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.submission.Envelope;
import io.privatesmtp.bus.submission.OnFailure;
import io.privatesmtp.bus.submission.Priority;
import io.privatesmtp.delivery.message.RawBody;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole message as the record's value, its envelope in the record's headers. */
final class RawSubmission {
    private static final Times.Names TIMES =
            new Times.Names("header " + Headers.NOT_BEFORE, "header " + Headers.EXPIRES_AT);

    private RawSubmission() {}

    static Draft read(Incoming record, byte[] value, RecordHeaders headers, Limits limits, Instant queuedAt) {
        String id = Require.idOrNull("header " + Headers.MESSAGE_ID, headers.single(Headers.MESSAGE_ID));
        String account = Require.accountOrNull("header " + Headers.ACCOUNT, headers.single(Headers.ACCOUNT));
        String from = headers.single(Headers.MAIL_FROM);
        if (from == null) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, "header " + Headers.MAIL_FROM, null, "is required (empty for the null sender)");
        }
        MailAddress sender = Draft.sender("header " + Headers.MAIL_FROM, from);
        List<String> recipients = headers.all(Headers.RCPT_TO, Envelope.MAX_RECIPIENTS);
        if (recipients.isEmpty()) {
            throw new ContractViolation(
                    ErrorCode.NO_RECIPIENTS, "header " + Headers.RCPT_TO, null, "must stand once per recipient");
        }
        Times times = times(headers, limits, queuedAt);
        String messageId = id == null ? record.origin().toString() : id;
        Size.atMost(limits, "value", value.length);
        RawBody body = RawBody.read(value, queuedAt, seed(record, messageId), Draft.domainOf(sender));
        return new Draft(
                messageId,
                account,
                sender,
                recipients,
                "header " + Headers.RCPT_TO,
                times,
                choice(Priority.class, headers, Headers.PRIORITY),
                choice(OnFailure.class, headers, Headers.ON_FAILURE),
                Map.of(),
                body,
                body.fromDomain());
    }

    /** Names a message for good, other submissions with the same id included. */
    static String seed(Incoming record, String messageId) {
        return record.origin() + " " + messageId;
    }

    private static Times times(RecordHeaders headers, Limits limits, Instant queuedAt) {
        return Times.of(
                queuedAt,
                Times.parse(TIMES.notBefore(), headers.single(Headers.NOT_BEFORE)),
                Times.parse(TIMES.expiresAt(), headers.single(Headers.EXPIRES_AT)),
                TIMES,
                limits);
    }

    private static <E extends Enum<E>> @Nullable E choice(Class<E> type, RecordHeaders headers, String name) {
        String value = headers.single(name);
        if (value == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
                return constant;
            }
        }
        throw new ContractViolation(
                ErrorCode.SCHEMA, "header " + name, value, "must be one of " + String.join(", ", names(type)));
    }

    private static <E extends Enum<E>> List<String> names(Class<E> type) {
        return java.util.Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
