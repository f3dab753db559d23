package io.privatesmtp.standalone.faults.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.privatesmtp.bus.Headers;
import io.privatesmtp.bus.Topics;
import io.privatesmtp.bus.submission.Content;
import io.privatesmtp.bus.submission.Envelope;
import io.privatesmtp.bus.submission.Submission;
import io.privatesmtp.standalone.bus.Submissions;
import io.privatesmtp.standalone.faults.evidence.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes mail: half of it raw and half JSON, a third of it of a domain with an address of its own. The recipient's local
 * part begins with what its host shall do and goes on with a number that no other has; the address is the message's id, too.
 */
public final class Letters {
    /** Where mail of nobody's domain leaves, and where mail of {@link #OWNER_DOMAIN} does. */
    public static final String SHARED = "127.0.0.10";

    public static final String PRIVATE = "127.0.0.11";
    static final String OWNER = "acme";
    static final String OWNER_DOMAIN = "acme.test";
    private static final String COMMON_DOMAIN = "club.test";
    private static final String TEXT = "All work and no play makes a dull mail, so here is some more.\r\n".repeat(12);

    private final AtomicInteger number = new AtomicInteger();

    /** How many there are: the number of the next one. */
    public int written() {
        return number.get();
    }

    /** Leaves a number out. */
    public void skip() {
        number.incrementAndGet();
    }

    /** To a mailbox that takes it. */
    public Letter plain(Site site) {
        return of(Topics.OUTBOUND, site, "m", Mail::delivered);
    }

    public Supplier<Letter> plainTo(Site site) {
        return () -> plain(site);
    }

    /** What an ordinary day brings: some are greylisted, some refused, the others taken. */
    public Letter mixed(Site site) {
        return switch (number.get() % 50) {
            case 7 -> of(Topics.OUTBOUND, site, "greylist", Mail::delivered);
            case 23 -> of(Topics.OUTBOUND, site, "reject", (to, source, at) -> Mail.bounced(to, at));
            default -> plain(site);
        };
    }

    /** To a mailbox whose name tells its host what to do, see {@code LocalPartPolicy}. */
    public Letter of(String topic, Site site, String behaviour, Expectation expectation) {
        int n = number.getAndIncrement();
        var owned = n % 3 == 0;
        var recipient = site.mailbox(behaviour + "-" + n);
        var sender = "news@" + (owned ? OWNER_DOMAIN : COMMON_DOMAIN);
        var record = n % 2 == 0 ? raw(topic, sender, recipient) : json(topic, sender, recipient);
        return new Letter(record, List.of(expectation.of(recipient, owned ? PRIVATE : SHARED, Instant.now())));
    }

    /** To a host that will not take it in time. */
    public Letter expiring(Site site, Duration lifetime) {
        int n = number.getAndIncrement();
        var recipient = site.mailbox("m-" + n);
        var record = raw(Topics.OUTBOUND, "news@" + COMMON_DOMAIN, recipient);
        var now = Instant.now();
        record.headers().add(Headers.EXPIRES_AT, now.plus(lifetime).toString().getBytes(UTF_8));
        return new Letter(record, List.of(Mail.bounced(recipient, now)));
    }

    /** What should become of a mail. */
    public interface Expectation {
        Mail of(String recipient, String source, Instant submittedAt);
    }

    private static ProducerRecord<byte[], byte[]> raw(String topic, String sender, String recipient) {
        var message = "From: News <" + sender + ">\r\nTo: undisclosed-recipients:;\r\nSubject: News\r\n"
                + "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\nMessage-ID: <" + recipient + ">\r\n\r\n" + TEXT;
        return Submissions.raw(topic, recipient, null, sender, List.of(recipient), message.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> json(String topic, String sender, String recipient) {
        var to = List.of(recipient);
        var content = new Content(null, "News <" + sender + ">", to, null, null, "Grüße", TEXT, null, null, null);
        return Submissions.json(
                topic,
                new Submission(recipient, null, new Envelope(sender, to), content, null, null, null, null, null));
    }
}
