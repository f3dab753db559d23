package io.privatesmtp.standalone.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.submission.Content;
import io.privatesmtp.bus.submission.Envelope;
import io.privatesmtp.bus.submission.Submission;
import io.privatesmtp.standalone.bus.Submissions;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message of the demonstration.
 *
 * @param account null leaves it to the sender domain
 * @param expectedAddress from where its receivers must see it come
 */
record Letter(
        String id,
        Form form,
        @Nullable String account,
        String senderDomain,
        List<String> recipients,
        String expectedAddress) {
    enum Form {
        RAW,
        JSON
    }

    String sender() {
        return "news@" + senderDomain;
    }

    ProducerRecord<byte[], byte[]> submission() {
        return switch (form) {
            case RAW -> Submissions.raw(Topics.OUTBOUND, id, account, sender(), recipients, rfc5322());
            case JSON -> Submissions.json(Topics.OUTBOUND, json());
        };
    }

    private byte[] rfc5322() {
        return ("From: News <" + sender() + ">\r\n"
                        + "To: " + String.join(", ", recipients) + "\r\n"
                        + "Subject: A raw message of " + senderDomain + "\r\n"
                        + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
                        + "Message-ID: <" + id + "@" + senderDomain + ">\r\n"
                        + "\r\n"
                        + "Exactly as it was submitted.\r\n")
                .getBytes(UTF_8);
    }

    private Submission json() {
        var content = new Content(
                null,
                "News <" + sender() + ">",
                recipients,
                null,
                null,
                "Grüße von " + senderDomain,
                "Rendered by the worker.",
                null,
                null,
                null);
        var envelope = new Envelope(sender(), recipients);
        return new Submission(id, account, envelope, content, null, null, null, null, Map.of("campaign", "demo"));
    }
}
