package io.privatesmtp.standalone.endtoend;

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

/** Submissions as producers write them. */
final class Letters {
    private Letters() {}

    static ProducerRecord<byte[], byte[]> raw(String id, String sender, List<String> recipients) {
        return Submissions.raw(Topics.OUTBOUND, id, null, sender, recipients, rfc5322(id, sender, ""));
    }

    static ProducerRecord<byte[], byte[]> json(
            String id, @Nullable String account, String sender, List<String> recipients) {
        return json(id, account, sender, recipients, Map.of());
    }

    static ProducerRecord<byte[], byte[]> json(
            String id, @Nullable String account, String sender, List<String> recipients, Map<String, String> headers) {
        var content = new Content(null, sender, recipients, null, null, "Grüße", "Hello, " + id, null, headers, null);
        var envelope = new Envelope(sender, recipients);
        return Submissions.json(
                Topics.OUTBOUND, new Submission(id, account, envelope, content, null, null, null, null, null));
    }

    /** Bytes that no codec of ours wrote. */
    static ProducerRecord<byte[], byte[]> bytes(String topic, String key, String value) {
        return new ProducerRecord<>(topic, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    static byte[] rfc5322(String id, String sender, String text) {
        return """
                From: News <%s>
                To: undisclosed-recipients:;
                Subject: A raw message
                Date: Mon, 23 Nov 2026 12:00:00 +0000
                Message-ID: <%s@provider.test>

                Exactly as it was submitted. %s
                """.formatted(sender, id, text).replace("\n", "\r\n").getBytes(UTF_8);
    }
}
