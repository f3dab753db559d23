package io.privatesmtp.standalone.faults.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.standalone.faults.evidence.Mail;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Records that nobody can send, each of another kind than the one before. */
public final class PoisonLetters {
    private static final String CONTENT = "\"content\": {\"from\": \"a@club.test\", \"text\": \"Hello\"}";

    private final AtomicInteger number = new AtomicInteger();
    private final Site site;

    public PoisonLetters(Site site) {
        this.site = site;
    }

    /** Its key is one that no other has, and an address of the site. */
    public Letter next() {
        int n = number.getAndIncrement();
        var recipient = site.mailbox("poison-" + n);
        var json = json(n, recipient);
        var record = json == null ? raw(n, recipient) : record(recipient, json.getBytes(UTF_8));
        return new Letter(record, List.of(Mail.refused(recipient, Instant.now())));
    }

    /** Null where it is the turn of a raw one. */
    private static @Nullable String json(int n, String to) {
        return switch (n % 16) {
            case 0 -> "Hello?";
            case 1 -> "{\"envelope\": {\"from\": \"a@club.test\", \"to\": [\"" + to + "\"]";
            case 2 -> "[".repeat(50_000);
            case 3 -> "{\"envelope\": {\"from\": \"a@club.test\", \"to\": 17}, " + CONTENT + "}";
            case 4 -> "{\"envelope\": {\"from\": [\"a@club.test\"], \"to\": [\"" + to + "\"]}, " + CONTENT + "}";
            case 5 -> "{\"envelope\": {\"from\": \"a@club.test\", \"to\": []}, " + CONTENT + "}";
            case 6 -> "{\"envelope\": {\"from\": \"a@club.test\", \"to\": [\"" + to + "\"]}}";
            case 7 -> "{\"envelope\": {\"from\": \"a@club.test\", \"to\": [\"no address\"]}, " + CONTENT + "}";
            case 8 ->
                "{\"envelope\": {\"from\": \"a@club.test\", \"to\": [\"" + to + "\"]}, \"content\": {\"from\":"
                        + " \"a@club.test\", \"text\": \"x\", \"headers\": {\"X-A\": \"b\\r\\nBcc: all@club.test\"}}}";
            case 9 ->
                "{\"envelope\": {\"from\": \"a@club.test\", \"to\": [\"" + to + "\"]}, \"expiresAt\":"
                        + " \"2001-01-01T00:00:00Z\", " + CONTENT + "}";
            case 10 ->
                "{\"envelope\": {\"from\": \"a@club.test\", \"to\": [\"" + to
                        + "\"]}, \"account\": \"Not An Account\", " + CONTENT + "}";
            case 11 ->
                "{\"account\": \"acme\", \"envelope\": {\"from\": \"a@club.test\", \"to\": [\""
                        + "x@y.test\", \"".repeat(1_100) + to + "\"]}, " + CONTENT + "}";
            default -> null;
        };
    }

    private static ProducerRecord<byte[], byte[]> raw(int n, String to) {
        var record = record(to, "From: a@club.test\r\n\r\nHello\r\n".getBytes(UTF_8));
        record.headers().add(Headers.CONTENT_TYPE, Headers.RFC822.getBytes(UTF_8));
        switch (n % 16) {
            case 12 -> {} // neither sender nor recipient
            case 13 -> header(record, Headers.RCPT_TO, "a".repeat(5_000) + "@club.test");
            case 14 -> header(record, Headers.RCPT_TO, to + "\r\nRCPT TO:<all@club.test>");
            default -> record.headers().add(Headers.RCPT_TO, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        }
        if (n % 16 != 12) {
            header(record, Headers.MAIL_FROM, "a@club.test");
        }
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
        return new ProducerRecord<>(Topics.OUTBOUND, key.getBytes(UTF_8), value);
    }
}
