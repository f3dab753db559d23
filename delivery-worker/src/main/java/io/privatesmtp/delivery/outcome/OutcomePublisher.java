package io.privatesmtp.delivery.outcome;

import io.privatesmtp.bus.ErrorCode;
import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Json;
import io.privatesmtp.bus.Origin;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.event.MailEvent;
import io.privatesmtp.delivery.intake.Incoming;
import io.privatesmtp.delivery.receipt.Announcement;
import io.privatesmtp.delivery.receipt.Receipt;
import io.privatesmtp.delivery.receipt.ReceiptTopics;
import io.privatesmtp.delivery.retry.RetryState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what came of a consumed record: events, retry records, dead letters, each into the partition number that the
 * record came from, and with a receipt for it.
 */
@ApplicationScoped
public class OutcomePublisher {
    private static final Logger LOG = Logger.getLogger(OutcomePublisher.class);
    /** What makes a submission out of a record; nothing else of its headers goes on. */
    private static final Set<String> SUBMISSION_HEADERS = Set.of(
            Headers.CONTENT_TYPE,
            Headers.MAIL_FROM,
            Headers.RCPT_TO,
            Headers.MESSAGE_ID,
            Headers.ACCOUNT,
            Headers.EXPIRES_AT,
            Headers.NOT_BEFORE,
            Headers.PRIORITY,
            Headers.ON_FAILURE);

    private static final int MAX_HEADER_BYTES = 768 * 1024;
    private static final RecordHeaders NONE = new RecordHeaders();

    private final BusProducer producer;
    private final ReceiptTopics topics;

    OutcomePublisher(BusProducer producer, ReceiptTopics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /** An event that settles its recipient. */
    public CompletableFuture<Void> terminal(MailEvent event, int recipient, Origin consumed) {
        Receipt receipt = Receipt.of(consumed, List.of(recipient));
        return producer.send(EventRecords.of(event, recipient, partition(event.topic(), consumed), receipt));
    }

    /** An event that settles nothing: a retry record, or a dead letter, stands for its recipient. */
    public CompletableFuture<Void> passing(MailEvent event, int recipient, Origin consumed) {
        return producer.send(EventRecords.of(event, recipient, partition(event.topic(), consumed), null));
    }

    /** One recipient's event, before it is written. */
    public record Announced(MailEvent event, int recipient) {}

    /** The submission again, with who is pending. {@code events} are written afterwards, by the caller. */
    public CompletableFuture<Void> retry(
            String topic, Incoming submission, RetryState state, Origin consumed, List<Announced> events) {
        RecordHeaders headers = new RecordHeaders();
        for (Incoming.Header header : submission.headers()) {
            // Names are read in any case, so they are kept in any case.
            if (SUBMISSION_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.add(header.name(), header.value());
            }
        }
        headers.add(Headers.RETRY_STATE, Json.write(state));
        headers.add(
                Headers.RECEIPT,
                BusProducer.bytes(Receipt.of(consumed, state.pending()).text()));
        announce(headers, events, consumed);
        return producer.send(new ProducerRecord<>(
                        topic, partition(topic, consumed), null, submission.key(), submission.value(), headers))
                .exceptionallyCompose(tooLarge -> unannounced(topic, submission, headers, consumed, tooLarge));
    }

    /** In a topic without room for headers a deferral's event is worth less than its mail. */
    private CompletableFuture<Void> unannounced(
            String topic, Incoming submission, RecordHeaders headers, Origin consumed, Throwable tooLarge) {
        if (headers.lastHeader(Announcement.HEADER) == null) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        LOG.warnf("%s has no room for the headers of a retry: max.message.bytes must be 1 MiB larger", topic);
        RecordHeaders fewer = new RecordHeaders(headers.toArray());
        fewer.remove(Announcement.HEADER);
        return producer.send(new ProducerRecord<>(
                topic, partition(topic, consumed), null, submission.key(), submission.value(), fewer));
    }

    private void announce(RecordHeaders headers, List<Announced> events, Origin consumed) {
        if (!events.isEmpty()) {
            headers.add(
                    Announcement.HEADER,
                    Announcement.of(events.stream()
                            .map(announced -> EventRecords.announcement(
                                    announced.event(),
                                    announced.recipient(),
                                    partition(announced.event().topic(), consumed)))
                            .toList()));
        }
    }

    /** A report about failed mail: a submission of our own from the null sender. Settles nothing. */
    public CompletableFuture<Void> report(String id, @Nullable String account, String to, byte[] message) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.CONTENT_TYPE, BusProducer.bytes(Headers.RFC822));
        headers.add(Headers.MAIL_FROM, new byte[0]);
        headers.add(Headers.RCPT_TO, BusProducer.bytes(to));
        headers.add(Headers.MESSAGE_ID, BusProducer.bytes(id));
        if (account != null) {
            headers.add(Headers.ACCOUNT, BusProducer.bytes(account));
        }
        // Its key picks the partition, so that a copy after a crash is known for one.
        return producer.send(
                new ProducerRecord<>(Topics.OUTBOUND, null, null, BusProducer.bytes(id), message, headers));
    }

    /** The record as it came, and why it was refused. Settles all of it. */
    public CompletableFuture<Void> deadLetter(Incoming record, ErrorCode code, String sentence, Origin consumed) {
        RecordHeaders headers = new RecordHeaders();
        for (Incoming.Header header : record.headers()) {
            if (!header.name().toLowerCase(Locale.ROOT).startsWith("psr-")) {
                headers.add(header.name(), header.value());
            }
        }
        headers.remove(Headers.ERROR_CODE);
        headers.remove(Headers.ERROR);
        headers.remove(Headers.ORIGIN);
        RecordHeaders why = new RecordHeaders();
        why.add(Headers.ERROR_CODE, BusProducer.bytes(code.code()));
        why.add(Headers.ERROR, BusProducer.bytes(sentence));
        why.add(Headers.ORIGIN, BusProducer.bytes(record.origin().toString()));
        why.add(Headers.RECEIPT, BusProducer.bytes(Receipt.all(consumed).text()));
        // It must not vanish for its size: without its headers then, and at last a note where the record itself stands.
        return deadLetter(record.key(), record.value(), both(bounded(headers), why), consumed)
                .exceptionallyCompose(tooLarge -> deadLetter(record.key(), record.value(), both(NONE, why), consumed))
                .exceptionallyCompose(tooLarge -> deadLetter(null, null, both(NONE, why), consumed));
    }

    private CompletableFuture<Void> deadLetter(
            byte @Nullable [] key, byte @Nullable [] value, RecordHeaders headers, Origin consumed) {
        int partition = partition(Topics.DEAD_LETTER, consumed);
        return producer.send(new ProducerRecord<>(Topics.DEAD_LETTER, partition, null, key, value, headers));
    }

    private static RecordHeaders both(RecordHeaders theirs, RecordHeaders ours) {
        RecordHeaders all = new RecordHeaders(theirs.toArray());
        ours.forEach(all::add);
        return all;
    }

    /** A dead letter has room for a mebibyte of headers; a record that bore more keeps its value, and loses those. */
    private static RecordHeaders bounded(RecordHeaders headers) {
        long bytes = 0;
        for (Header header : headers) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes > MAX_HEADER_BYTES ? NONE : headers;
    }

    private int partition(String topic, Origin consumed) {
        return topics.partition(topic, consumed.partition());
    }
}
