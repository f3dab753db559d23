package io.privatesmtp.delivery.intake;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Require;
import io.privatesmtp.bus.submission.Content;
import io.privatesmtp.bus.submission.Submission;
import io.privatesmtp.delivery.message.MailBody;
import io.privatesmtp.delivery.message.RawBody;
import io.privatesmtp.delivery.message.StructuredBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A submission whose value is JSON. */
final class JsonSubmission {
    private static final Times.Names TIMES = new Times.Names("notBefore", "expiresAt");

    private JsonSubmission() {}

    static Draft read(Incoming record, byte[] value, RecordHeaders headers, Limits limits, Instant queuedAt) {
        // Base64 makes a third more of the message, escapes a little of the rest.
        long most = 2L * limits.maxBytes();
        if (value.length > most) {
            throw Size.tooLarge("value", value.length, most);
        }
        Submission submission = Json.read(value, Submission.class);
        String account = account(submission, headers);
        MailAddress sender = Draft.sender("envelope.from", submission.envelope().from());
        Times times = Times.of(queuedAt, submission.notBefore(), submission.expiresAt(), TIMES, limits);
        String messageId = submission.id() == null ? record.origin().toString() : submission.id();
        String seed = RawSubmission.seed(record, messageId);
        Body body = body(submission.content(), seed, limits, queuedAt, Draft.domainOf(sender));
        return new Draft(
                messageId,
                account,
                sender,
                submission.envelope().to(),
                "envelope.to",
                times,
                submission.priority(),
                submission.onFailure(),
                submission.tags(),
                body.body(),
                body.fromDomain());
    }

    private static @Nullable String account(Submission submission, RecordHeaders headers) {
        String header = Require.accountOrNull("header " + Headers.ACCOUNT, headers.single(Headers.ACCOUNT));
        String field = submission.account();
        if (field != null && header != null && !field.equals(header)) {
            throw new ContractViolation(
                    ErrorCode.ACCOUNT_MISMATCH, "account", field, "must be the account of the header, " + header);
        }
        return field == null ? header : field;
    }

    private record Body(MailBody body, @Nullable String fromDomain) {}

    private static Body body(
            Content content, String seed, Limits limits, Instant queuedAt, @Nullable String senderDomain) {
        byte[] mime = content.mime();
        if (mime == null) {
            StructuredBody body = StructuredBody.of(content, queuedAt, seed, senderDomain);
            Size.atMost(limits, "content", body.size());
            return new Body(body, body.fromDomain());
        }
        if (content.text() != null
                || content.html() != null
                || !content.attachments().isEmpty()) {
            throw new ContractViolation(
                    ErrorCode.SCHEMA, "content.mime", null, "must stand without text, html and attachments");
        }
        Size.atMost(limits, "content.mime", mime.length);
        RawBody body = RawBody.read(mime, queuedAt, seed, senderDomain);
        return new Body(body, body.fromDomain());
    }
}
