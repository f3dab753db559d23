package io.privatesmtp.delivery.dispatch;

import io.privatesmtp.bus.ContractViolation;
import io.privatesmtp.bus.DomainName;
import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.event.Category;
import io.privatesmtp.bus.event.DialogueFacts;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.bus.event.MessageFacts;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.intake.Parsed;
import io.privatesmtp.delivery.intake.SubmissionParser;
import io.privatesmtp.delivery.message.Mail;
import io.privatesmtp.delivery.message.Recipient;
import io.privatesmtp.delivery.outcome.OutcomePublisher;
import io.privatesmtp.delivery.receipt.Receipt;
import io.privatesmtp.delivery.receipt.Reception;
import io.privatesmtp.delivery.retry.RetryState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Ends records that our own code failed on: whoever can be read and has found no end yet bounces, and the record becomes a
 * dead letter.
 */
final class Failures {
    private final SubmissionParser parser;
    private final OutcomePublisher publisher;
    private final Clock clock;

    Failures(SubmissionParser parser, OutcomePublisher publisher, Clock clock) {
        this.parser = parser;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** A retry record whose state cannot be read; its receipt says who was pending. */
    CompletableFuture<Void> unreadable(Incoming record, Origin consumed, Reception reception, String sentence) {
        BitSet pending = pending(record);
        return end(
                record,
                consumed,
                recipient -> !reception.settledBefore(recipient) && (pending == null || pending.get(recipient)),
                0,
                null,
                sentence);
    }

    /** @param c what came of it until it failed, null where it did not come so far */
    CompletableFuture<Void> failed(
            Incoming submission,
            Origin consumed,
            Reception reception,
            @Nullable RetryState state,
            @Nullable Consignment c,
            String sentence) {
        IntPredicate open = recipient -> !reception.settledBefore(recipient)
                && (state == null || state.pending().contains(recipient))
                && (c == null || !c.hasEnded(recipient));
        return end(submission, consumed, open, state == null ? 0 : state.attempts(), c, sentence);
    }

    private CompletableFuture<Void> end(
            Incoming record,
            Origin consumed,
            IntPredicate open,
            int attempts,
            @Nullable Consignment c,
            String sentence) {
        CompletableFuture<?>[] events = recipients(record, attempts, c).entrySet().stream()
                .filter(recipient -> open.test(recipient.getKey()))
                .map(recipient ->
                        publisher.terminal(bounced(recipient.getValue(), sentence), recipient.getKey(), consumed))
                .toArray(CompletableFuture[]::new);
        // An event that cannot be written must not keep the dead letter from being.
        return CompletableFuture.allOf(events)
                .exceptionally(e -> null)
                .thenCompose(v -> publisher.deadLetter(record, ErrorCode.CORRUPT, sentence, consumed));
    }

    private MailEvent bounced(MessageFacts facts, String sentence) {
        return new MailEvent.Bounced(
                facts, DialogueFacts.NONE, clock.instant(), Category.REJECTED, Category.REJECTED.action(), sentence);
    }

    private Map<Integer, MessageFacts> recipients(Incoming record, int attempts, @Nullable Consignment c) {
        Map<Integer, MessageFacts> recipients = new TreeMap<>();
        if (c != null) {
            c.mail().recipients().forEach(r -> recipients.put(r.index(), Facts.of(c, r, attempts)));
            return recipients;
        }
        switch (parser.parse(record)) {
            case Parsed.Accepted accepted -> {
                Mail mail = accepted.mail();
                mail.recipients()
                        .forEach(r -> recipients.put(r.index(), Facts.of(mail, r, mail.claimedAccount(), attempts)));
                accepted.bad()
                        .forEach(bad -> recipients.put(
                                bad.index(),
                                Facts.of(
                                        mail,
                                        new Recipient(bad.index(), bad.address(), ""),
                                        mail.claimedAccount(),
                                        attempts)));
            }
            case Parsed.Refused refused ->
                refused.recipients().forEach(named -> recipients.put(named.index(), facts(record, refused, named)));
        }
        return recipients;
    }

    static MessageFacts facts(Incoming record, Parsed.Refused refused, Parsed.Named named) {
        return new MessageFacts(
                refused.messageId(),
                refused.account(),
                0,
                refused.sender(),
                domainOf(refused.sender()),
                named.address(),
                domainOf(named.address()),
                Instant.ofEpochMilli(Math.max(0, record.timestampMillis())),
                record.origin(),
                refused.tags().isEmpty() ? null : refused.tags());
    }

    private static @Nullable String domainOf(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? null : DomainName.canonicalOrNull(address.substring(at + 1));
    }

    private static @Nullable BitSet pending(Incoming record) {
        List<Incoming.Header> receipts = record.headers().stream()
                .filter(h -> h.name().equals(Headers.RECEIPT) && h.value() != null)
                .toList();
        try {
            return receipts.isEmpty()
                    ? null
                    : Receipt.parse(new String(receipts.getLast().value(), StandardCharsets.UTF_8))
                            .recipients();
        } catch (ContractViolation e) {
            return null;
        }
    }
}
