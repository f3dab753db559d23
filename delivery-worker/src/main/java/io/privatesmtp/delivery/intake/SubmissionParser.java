package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a submission record: a raw message with its envelope in headers, or JSON. Whatever the record holds, an answer
 * comes of it. Whether the account exists, and owns the sender's domain, is decided later.
 *
 * <p>An address that stands twice among the recipients is one recipient, under its first index: it gets the message once,
 * and one terminal event says so.
 */
public final class SubmissionParser {
    private final Limits limits;
    private final Clock clock;

    /** @param clock only for records that bear no time, or an impossible one */
    public SubmissionParser(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    public Parsed parse(Incoming record) {
        RecordHeaders headers = new RecordHeaders(record.headers());
        boolean raw = headers.raw();
        try {
            return accepted(record, draft(record, headers, raw));
        } catch (ContractViolation e) {
            return RefusedRecord.of(record, headers, raw, e.code(), sentence(e, raw));
        } catch (RuntimeException | StackOverflowError e) {
            // A fault of ours or of a library, on input that nobody thought of: it must not stop the partition.
            return RefusedRecord.of(
                    record,
                    headers,
                    raw,
                    ErrorCode.BAD_MESSAGE,
                    "value: must be readable (" + e.getClass().getName() + ")");
        }
    }

    private Draft draft(Incoming record, RecordHeaders headers, boolean raw) {
        byte[] value = record.value();
        if (value == null) {
            throw new ContractViolation(ErrorCode.SCHEMA, "value", null, "is required: a submission has no tombstones");
        }
        Instant queuedAt = Times.queuedAt(record.timestampMillis(), clock.instant());
        return raw
                ? RawSubmission.read(record, value, headers, limits, queuedAt)
                : JsonSubmission.read(record, value, headers, limits, queuedAt);
    }

    private static Parsed accepted(Incoming record, Draft draft) {
        String account = account(record.topic(), draft.account());
        List<Recipient> good = new ArrayList<>();
        List<Parsed.BadRecipient> bad = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        ContractViolation first = null;
        for (int i = 0; i < draft.recipients().size(); i++) {
            String address = draft.recipients().get(i);
            try {
                MailAddress to = MailAddress.parse(draft.recipientField() + "[" + i + "]", address);
                if (seen.add(to.localPart() + "@" + to.domain())) {
                    good.add(new Recipient(i, address, to.domain()));
                }
            } catch (ContractViolation e) {
                first = first == null ? e : first;
                bad.add(new Parsed.BadRecipient(i, RefusedRecord.shortened(address), e.code(), message(e)));
            }
        }
        if (good.isEmpty() && first != null) {
            throw first;
        }
        return new Parsed.Accepted(mail(record, draft, account, good), List.copyOf(bad));
    }

    private static @Nullable String account(String topic, @Nullable String named) {
        String owner = Topics.accountOf(topic);
        if (owner != null && named != null && !named.equals(owner)) {
            throw new ContractViolation(
                    ErrorCode.ACCOUNT_MISMATCH, "account", named, "must be " + owner + ", to whom the topic belongs");
        }
        return owner == null ? named : owner;
    }

    private static Mail mail(Incoming record, Draft draft, @Nullable String account, List<Recipient> recipients) {
        return new Mail(
                record.origin(),
                draft.messageId(),
                account,
                draft.sender() == null ? "" : draft.sender().address(),
                draft.senderDomain(),
                draft.fromDomain(),
                List.copyOf(recipients),
                draft.body(),
                draft.times().queuedAt(),
                draft.times().notBefore(),
                draft.times().expiresAt(),
                draft.priority(record.topic()),
                draft.onFailure(),
                draft.tags());
    }

    private static String sentence(ContractViolation e, boolean raw) {
        return e.code() == ErrorCode.NOT_JSON && !raw
                ? message(e) + " (a raw message needs the header content-type: message/rfc822)"
                : message(e);
    }

    private static String message(ContractViolation e) {
        return String.valueOf(e.getMessage());
    }
}
